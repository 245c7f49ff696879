package dev.muster.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Machines on one wire: network namespaces whose interfaces meet on the bridge of {@link Fork.Network#BRIDGE}. The
 * test itself is at 10.66.0.1, the machines from 10.66.0.10 on.
 */
public final class Machines implements AutoCloseable {
    public static final String TEST_ADDRESS = "10.66.0.1";

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Between two looks at what is waited for. */
    private static final long LOOK_NANOS = 5_000_000;

    /** Interfaces outlive their test by a moment, so that no name is used twice. */
    private static int interfaces;

    private final List<Machine> machines = new ArrayList<>();

    /** A process on a machine of its own. */
    public static final class Machine {
        private static final Pattern CONSOLE = Pattern.compile("CONSOLE.*\"@ (.*)\", source");

        public final int number;
        private final Process process;
        private final List<String> lines = new CopyOnWriteArrayList<>();

        private Machine(int number, Process process) {
            this.number = number;
            this.process = process;
        }

        public long pid() {
            return process.pid();
        }

        public String address() {
            return "10.66.0." + (10 + number);
        }

        /** What it said so far. */
        public List<String> lines() {
            return lines;
        }

        public long count(String start) {
            return lines.stream().filter(line -> line.startsWith(start)).count();
        }

        public void order(String order) throws IOException {
            OutputStream to = process.getOutputStream();
            to.write((order + "\n").getBytes(StandardCharsets.UTF_8));
            to.flush();
        }

        /** For the log of a failure; who cannot answer any more does not. */
        private void askForStatus() {
            try {
                order("status");
            } catch (IOException gone) {
                lines.add("| " + gone);
            }
        }

        public void signal(String name) throws IOException, InterruptedException {
            run("kill", "-" + name, Long.toString(pid()));
        }

        /** Runs a command with this machine's network. */
        public void inside(String... command) throws IOException, InterruptedException {
            var all = new ArrayList<>(List.of("nsenter", "-t", Long.toString(pid()), "-n"));
            all.addAll(List.of(command));
            run(all.toArray(String[]::new));
        }

        /**
         * What a line says to us, be it our own or one that a browser prints of its console; or the line, marked as
         * noise.
         */
        private static String said(String line) {
            Matcher console = CONSOLE.matcher(line);
            if (console.find()) {
                return console.group(1);
            }
            return line.startsWith("@ ") ? line.substring(2) : "| " + line;
        }

        private void read() {
            try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String line = in.readLine();
                while (line != null) {
                    lines.add(said(line));
                    line = in.readLine();
                }
            } catch (IOException e) {
                lines.add("| " + e);
            }
        }
    }

    /** Starts a program of ours on a new machine. */
    public Machine java(Class<?> main, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(Fork.java(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** Starts a command on a new machine; it begins when the network is there. */
    public Machine start(List<String> command) throws IOException, InterruptedException {
        int number = machines.size();
        var all = new ArrayList<>(
                List.of("unshare", "-n", "sh", "-ec", "echo '@ ready'; read go; ip link set lo up; exec \"$@\"", "sh"));
        all.addAll(command);
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        var machine = new Machine(number, process);
        machines.add(machine);
        var reader = new Thread(machine::read);
        reader.setDaemon(true);
        reader.start();
        until("the machine exists", () -> machine.count("ready") == 1);
        String pid = Long.toString(process.pid());
        String wire = "v" + interfaces++;
        run("ip", "link", "add", wire, "type", "veth", "peer", "name", "e0", "netns", pid);
        run("ip", "link", "set", wire, "master", "br0", "up");
        machine.inside("ip", "addr", "add", machine.address() + "/24", "dev", "e0");
        machine.inside("ip", "link", "set", "e0", "up");
        machine.order("go");
        return machine;
    }

    public void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                machines.forEach(Machine::askForStatus);
                LockSupport.parkNanos(100 * LOOK_NANOS);
                fail("waited " + PATIENCE + " in vain until " + what + ";\n" + log());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        assertTrue(machines.stream().noneMatch(machine -> machine.count("WRONG") > 0), this::log);
    }

    static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + output);
    }

    public String log() {
        var log = new StringBuilder();
        for (Machine machine : machines) {
            List<String> lines = machine.lines();
            log.append("machine ").append(machine.number).append('\n');
            lines.subList(Math.max(0, lines.size() - 25), lines.size())
                    .forEach(line -> log.append("  ").append(line).append('\n'));
        }
        return log.toString();
    }

    @Override
    public void close() {
        machines.forEach(machine -> machine.process.destroyForcibly());
        // The interfaces go with the namespace, and that with its last process.
        machines.forEach(machine -> machine.process
                .onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join());
    }
}
