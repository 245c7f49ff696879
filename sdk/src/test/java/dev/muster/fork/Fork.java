package dev.muster.fork;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs a test class in a process of its own, in a network of its own, and reports each of its tests here.
 *
 * <p>Of its own, because a mistake around the native library ends the process; and in a network of its own, because
 * WebRTC needs an interface that is not loopback, and nothing shall leave the machine. The class's name does not end
 * in {@code Test}, so that it runs nowhere else.
 */
public final class Fork {
    private static final Duration TIME_MAX = Duration.ofMinutes(10);
    private static final int TAIL_LINES = 60;
    private static final List<String> DESKTOP_LIBRARIES = List.of(
            "libpulse.so",
            "libudev.so",
            "libX11.so",
            "libXfixes.so",
            "libXrandr.so",
            "libXcomposite.so",
            "libdbus-1.so");

    private final Network network;
    private final List<String> jvmArguments = new ArrayList<>();

    /** What the child process finds when it looks around. */
    public enum Network {
        /** One interface beside loopback, connected to nothing. */
        BRIDGE("ip link set lo up; ip link add br0 type bridge; ip addr add 10.66.0.1/24 dev br0; ip link set br0 up;"),
        /** Loopback alone. */
        LOOPBACK("ip link set lo up;"),
        /** As {@link #BRIDGE}, on a machine that has none of the sound and display libraries. */
        BRIDGE_WITHOUT_DESKTOP(BRIDGE.setUp + " for name in " + String.join(" ", DESKTOP_LIBRARIES) + ";"
                + " do for file in /usr/lib/*/$name* /lib/*/$name*;"
                + " do if [ -f $file ]; then mount --bind /dev/null $file; fi; done; done;");

        private final String setUp;

        Network(String setUp) {
            this.setUp = setUp;
        }
    }

    private Fork(Network network) {
        this.network = network;
    }

    /** A process in the given network. */
    public static Fork in(Network network) {
        return new Fork(network);
    }

    /** Adds an argument for the virtual machine of the child. */
    public Fork with(String jvmArgument) {
        jvmArguments.add(jvmArgument);
        return this;
    }

    /** Runs the class and answers one test per test of it. Skipped as a whole where there are no network namespaces. */
    public Stream<DynamicTest> run(Class<?> tests) throws IOException, InterruptedException {
        assumeTrue(
                namespacesWork(),
                "this machine gives out no network namespaces (unshare -rn), which this test runs in");
        Path directory = Files.createDirectories(Path.of("target", "forks"));
        Path results = Files.createTempFile(directory, tests.getSimpleName(), ".results");
        Path output = directory.resolve(tests.getSimpleName() + ".out");
        Process child = start(tests, results, output, directory);
        boolean inTime = child.waitFor(TIME_MAX.toSeconds(), TimeUnit.SECONDS);
        if (!inTime) {
            child.descendants().forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly().waitFor();
        }
        var found = new ArrayList<DynamicTest>();
        String unfinished = "";
        boolean ended = false;
        for (String line : Files.readAllLines(results)) {
            String[] parts = line.split("\t", -1);
            String name = decode(parts[1]);
            switch (parts[0]) {
                case ForkedTests.STARTED -> unfinished = name;
                case ForkedTests.ENDED -> ended = true;
                default -> {
                    unfinished = "";
                    found.add(DynamicTest.dynamicTest(
                            name, () -> report(parts[0], name + ": " + decode(parts[2]), output)));
                }
            }
        }
        if (!ended || child.exitValue() != 0) {
            String what = (inTime ? "ended with code " + child.exitValue() : "did not end within " + TIME_MAX)
                    + (unfinished.isEmpty() ? "" : " during " + unfinished);
            found.add(DynamicTest.dynamicTest("theProcessEndsWell", () -> fail("the process " + what + tail(output))));
        }
        Files.delete(results);
        return found.stream();
    }

    /** The command that begins every child process: a network of its own, and what belongs into it. */
    public static List<String> inNamespace(Network network) {
        return List.of("unshare", "-rnm", "sh", "-ec", network.setUp + " exec \"$@\"", "sh");
    }

    /** The virtual machine of this process, on the class path of this process. */
    public static List<String> java(List<String> jvmArguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(jvmArguments);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        return command;
    }

    private Process start(Class<?> tests, Path results, Path output, Path directory) throws IOException {
        var command = new ArrayList<>(inNamespace(network));
        // Most of these processes are over before the better compiler has paid for itself.
        var arguments = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        arguments.addAll(jvmArguments);
        arguments.add("-XX:ErrorFile=" + directory.toAbsolutePath() + File.separator + "hs_err_pid%p.log");
        command.addAll(java(arguments));
        command.add(ForkedTests.class.getName());
        command.add(tests.getName());
        command.add(results.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static void report(String outcome, String detail, Path output) {
        switch (outcome) {
            case ForkedTests.PASSED -> {
                // Nothing to add.
            }
            case ForkedTests.SKIPPED -> abort(detail);
            default -> fail(detail + tail(output));
        }
    }

    private static boolean namespacesWork() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/unshare"))) {
            return false;
        }
        var command = new ArrayList<>(inNamespace(Network.BRIDGE));
        command.add("true");
        Process trial = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return trial.waitFor() == 0;
    }

    private static String tail(Path output) {
        try {
            List<String> lines = Files.readAllLines(output, StandardCharsets.ISO_8859_1);
            int from = Math.max(0, lines.size() - TAIL_LINES);
            return "\n--- end of " + output + " ---\n" + String.join("\n", lines.subList(from, lines.size()));
        } catch (IOException e) {
            return "\n(no output: " + e + ")";
        }
    }

    private static String decode(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
