package dev.muster.demo;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program in a process and a network of its own, as the build starts the demo. Nothing that it sends leaves the
 * machine.
 */
final class DemoProcess {
    /** One interface beside loopback, because WebRTC needs one; it leads nowhere. */
    static final String NETWORK =
            "ip link set lo up; ip link add br0 type bridge; ip addr add 10.66.0.1/24 dev br0; ip link set br0 up;";

    static final String LOOPBACK_ALONE = "ip link set lo up;";

    /** What a machine looks like to a toolkit that finds no GTK. */
    static final String WITHOUT_GTK = " for file in /usr/lib/*/libgtk-3.so* /usr/lib/*/libgtk-x11-2.0.so*;"
            + " do if [ -f $file ]; then mount --bind /dev/null $file; fi; done;";

    private static final Duration TIME_MAX = Duration.ofMinutes(2);

    /** What came of it. */
    record Outcome(int code, List<String> output) {
        boolean hasStackTrace() {
            return output.stream().anyMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
        }

        @Override
        public String toString() {
            return "ended with code " + code + " after\n" + String.join("\n", output);
        }
    }

    private DemoProcess() {}

    /** Runs {@code main} where {@code setUp} was done. */
    static Outcome run(String setUp, Optional<String> display, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        assumeTrue(
                namespacesWork(),
                "this machine gives out no network namespaces (unshare -rn), which this test runs in");
        Path output = Files.createTempFile("muster-demo", ".out");
        var command = new ArrayList<>(inNamespace(setUp));
        command.addAll(java());
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY"));
        display.ifPresent(name -> builder.environment().put("DISPLAY", name));
        Process process = builder.start();
        boolean inTime = process.waitFor(TIME_MAX.toSeconds(), TimeUnit.SECONDS);
        if (!inTime) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        var outcome = new Outcome(process.exitValue(), Files.readAllLines(output, StandardCharsets.UTF_8));
        Files.delete(output);
        assertTrue(inTime, () -> "did not end within " + TIME_MAX + "; " + outcome);
        return outcome;
    }

    private static List<String> inNamespace(String setUp) {
        return List.of("unshare", "-rnm", "sh", "-ec", setUp + " exec \"$@\"", "sh");
    }

    private static List<String> java() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dprism.order=sw",
                "--enable-native-access=ALL-UNNAMED,javafx.graphics",
                "--module-path",
                classPath,
                "--add-modules",
                "javafx.controls",
                "--class-path",
                classPath);
    }

    private static boolean namespacesWork() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/unshare"))) {
            return false;
        }
        var command = new ArrayList<>(inNamespace(NETWORK));
        command.add("true");
        Process trial = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return trial.waitFor() == 0;
    }
}
