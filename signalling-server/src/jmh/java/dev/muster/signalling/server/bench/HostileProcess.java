package dev.muster.signalling.server.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Attackers in a process of their own, which ends by itself and says at last how many attacks it made. */
final class HostileProcess {
    private final Process process;

    /** Runs a class of this class path with these arguments. */
    HostileProcess(Class<?> attackers, String... arguments) throws IOException {
        List<String> command = ServerProcess.java("1", List.of("-Xmx512m"));
        if (Files.isExecutable(Path.of("/usr/bin/nice"))) {
            // They share a core with the honest client. It is the server's delay that is measured, not the core's.
            command.addAll(0, List.of("/usr/bin/nice", "-n", "10"));
        }
        command.add(attackers.getName());
        command.addAll(List.of(arguments));
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits for its end; gives the attacks it made. */
    long await() throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("the attackers failed: " + said);
        }
        System.out.print(said);
        return Long.parseLong(said.strip().replaceAll("(?s).*total ", ""));
    }
}
