package dev.muster.signalling.server.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link BenchServer} in a process of its own, on a core of its own where the system can arrange that. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter commands;
    private final int port;

    ServerProcess(String kind, String maxHeap, String... more) throws IOException {
        List<String> command = java("0", List.of("-Xms" + (maxHeap.equals("1g") ? "256m" : "64m"), "-Xmx" + maxHeap));
        command.add(BenchServer.class.getName());
        command.add(kind);
        command.addAll(List.of(more));
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.port = (int) answer("port");
    }

    /** The beginning of a command that runs a class of this class path, on this core if possible. */
    static List<String> java(String core, List<String> options) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/taskset"))) {
            command.addAll(List.of("/usr/bin/taskset", "-c", core));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "." + File.pathSeparator)));
        return command;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    long cpuNanos() throws IOException {
        return ask("cpu");
    }

    long heapBytes() throws IOException {
        return ask("heap");
    }

    private long ask(String question) throws IOException {
        commands.write(question);
        commands.newLine();
        commands.flush();
        return answer(question);
    }

    private long answer(String question) throws IOException {
        String line = answers.readLine();
        if (line == null || !line.startsWith(question + " ")) {
            throw new IOException("the server process said: " + line);
        }
        return Long.parseLong(line.substring(question.length() + 1));
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
