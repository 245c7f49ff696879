package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as a process of its own: how it says that it is there, and how it ends. */
@Timeout(120)
class ProcessTest {
    private static final Pattern LISTENING = Pattern.compile("Listening on ws://127\\.0\\.0\\.1:(\\d+)");

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    private static List<String> java(String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")),
                mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> server(String... arguments) {
        return java("dev.muster.signalling.server.cli.Main", arguments);
    }

    private Process start(List<String> command, Consumer<ProcessBuilder> settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        settings.accept(builder);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static InetSocketAddress awaitAddress(BufferedReader output) throws IOException {
        String line = output.readLine();
        while (line != null) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.matches()) {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(matcher.group(1)));
            }
            line = output.readLine();
        }
        throw new IOException("the process ended without listening");
    }

    private static void awaitLine(String expected, BufferedReader output) throws IOException {
        String line = output.readLine();
        while (!expected.equals(line)) {
            if (line == null) {
                throw new IOException("the process ended without saying: " + expected);
            }
            line = output.readLine();
        }
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process does not end");
        return process.exitValue();
    }

    @Test
    @EnabledOnOs(
            value = {OS.LINUX, OS.MAC},
            disabledReason = "needs SIGTERM")
    void sigtermDrainsAndEndsInBoundedTime() throws Exception {
        Process process = start(server("127.0.0.1:0", "--drain-notice-millis=200"), builder -> {});
        InetSocketAddress address = awaitAddress(output(process));
        try (RawClient stock = RawClient.join(address, "/r")) {
            stock.nextId();
            try (RawClient extended = RawClient.join(address, "/r?muster=1")) {
                extended.nextId();
                stock.next();
                process.destroy();
                assertEquals("{\"Draining\":{\"closesInMillis\":200}}", extended.next());
                assertEquals(1001, extended.receive().code());
                assertEquals(1001, stock.receive().code());
                extended.awaitEnd();
                stock.awaitEnd();
            }
        }
        assertEquals(0, exitCode(process)); // Ended as asked, says the help.
    }

    @Test
    void theAddressComesFromTheEnvironmentToo() throws Exception {
        Process process = start(
                server(),
                builder -> builder.environment().putAll(Map.of("HOST", "127.0.0.1:0", "MUSTER_PATH_PREFIX", "/x")));
        InetSocketAddress address = awaitAddress(output(process));
        try (RawClient client = RawClient.join(address, "/x/room")) {
            client.nextId();
        }
    }

    @Test
    void aPortInUseIsOneLineAndAnExitCode() throws Exception {
        Process first = start(server("127.0.0.1:0"), builder -> {});
        InetSocketAddress address = awaitAddress(output(first));
        Process second = start(server("127.0.0.1:" + address.getPort()), builder -> {});
        List<String> lines = output(second).lines().toList();
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.get(0).contains("cannot listen on 127.0.0.1:" + address.getPort()), lines.toString());
        assertEquals(69, exitCode(second));
    }

    /** The stock server closes its listening socket for good when the system has no file left for a connection. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs ulimit and /dev/null")
    void withoutFilesTheServerWaitsAndGoesOn() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 512 && exec \"$@\"", "sh"));
        command.addAll(java(StarvedServer.class.getName()));
        Process process = start(command, builder -> {});
        BufferedReader output = output(process);
        InetSocketAddress address = awaitAddress(output);
        awaitLine("starved", output);
        try (RawClient early = RawClient.tcp(address)) {
            early.write(RawClient.upgradeRequest("/r").getBytes(StandardCharsets.ISO_8859_1));
            awaitLine("accepting failed", output);
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            assertTrue(early.readAnswer().startsWith("HTTP/1.1 101 "));
            early.nextId();
        }
        try (RawClient late = RawClient.join(address, "/r")) {
            late.nextId();
        }
        process.getOutputStream().close();
        assertEquals(0, exitCode(process));
    }

    /**
     * The smallest messages cost the most for being there. All of these stay within their limits, and together they
     * have several times what the heap has.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:0",
                "127.0.0.1:0 --connections=1200 --buffered-bytes=80000000 --reader-bytes=1000000 --sender-bytes=500000"
            })
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs more than one loopback address")
    void theSmallestMessagesDoNotExhaustTheHeap(String arguments) throws Exception {
        Process process = start(server(arguments.split(" ", -1)), builder -> {});
        InetSocketAddress address = awaitAddress(output(process));
        List<RawClient> all = new ArrayList<>();
        try {
            for (int room = 0; room < 360; room++) {
                all.addAll(fill(address, "127.0.0." + (2 + room / 40), "/room" + room));
            }
            String metrics = RawClient.http(address, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(metrics.contains("\nmuster_signalling_peers "), metrics);
            try (RawClient newcomer = RawClient.join(address, "/newcomer")) {
                String id = newcomer.nextId();
                newcomer.signal(id, "1");
                assertTrue(newcomer.next().endsWith("\"data\":1}}"));
            }
            assertTrue(process.isAlive());
        } finally {
            for (RawClient client : all) {
                client.close();
            }
        }
    }

    /** A reader that does not read, and two senders with as many of the smallest signals as may come at once. */
    private static List<RawClient> fill(InetSocketAddress server, String from, String room) throws IOException {
        RawClient deaf = deaf(server, from, room);
        byte[] signal = RawClient.frameBytes(
                true,
                RawClient.TEXT,
                ("{\"Signal\":{\"receiver\":\"" + deaf.nextId() + "\",\"data\":1}}").getBytes(StandardCharsets.UTF_8));
        ByteBuffer burst = ByteBuffer.allocate(signal.length * 1_990);
        while (burst.hasRemaining()) {
            burst.put(signal);
        }
        List<RawClient> clients = List.of(deaf, deaf(server, from, room), deaf(server, from, room));
        for (RawClient client : clients) {
            client.write(burst.array());
        }
        return clients;
    }

    private static RawClient deaf(InetSocketAddress server, String from, String room) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.setReceiveBufferSize(4_096);
        socket.setSendBufferSize(1_048_576);
        socket.connect(server, (int) RawClient.PATIENCE.toMillis());
        RawClient client = RawClient.over(socket);
        assertTrue(client.upgrade(room).startsWith("HTTP/1.1 101 "));
        return client;
    }

    @Test
    void aHeapThatIsTooSmallForWhatIsAskedIsOneLineAndAnExitCode() throws Exception {
        Process process = start(server("127.0.0.1:0", "--buffered-bytes=200000000"), builder -> {});
        List<String> lines = output(process).lines().toList();
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.get(0).contains("three quarters of the heap: give it more (-Xmx)"), lines.toString());
        assertEquals(78, exitCode(process));
    }

    @Test
    void aSmallHeapIsSaidAtTheStart() throws Exception {
        BufferedReader output = output(start(server("127.0.0.1:0"), builder -> {}));
        List<String> before = new ArrayList<>();
        String line = output.readLine();
        while (line != null && !LISTENING.matcher(line).matches()) {
            before.add(line);
            line = output.readLine();
        }
        assertTrue(before.stream().anyMatch(said -> said.contains("because the heap has only")), before.toString());
    }
}
