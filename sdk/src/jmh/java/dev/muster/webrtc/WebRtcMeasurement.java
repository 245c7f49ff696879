package dev.muster.webrtc;

import dev.muster.fork.Fork;
import dev.muster.webrtc.Machines.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures between two processes on two machines, ours and the bare library in turns, and prints goals, figures and ratios. */
final class WebRtcMeasurement {
    private static final int ROUNDS = 3;
    private static final int OPENS = 40;
    private static final int ECHOES = 4_000;
    private static final List<Integer> SIZES = List.of(200, 16 * 1024);

    private final Machines machines = new Machines();

    private WebRtcMeasurement() {}

    /** The entry of the process, which has to be inside the network of {@link Fork.Network#BRIDGE}. */
    public static void main(String[] arguments) throws Exception {
        try (var signalling = new SignallingProcess()) {
            signalling.start();
            new WebRtcMeasurement().run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        Machine anchor = start(MeasuredPeer.class, SignallingProcess.URL, "anchor");
        Machine visitor = start(MeasuredPeer.class, SignallingProcess.URL, "visitor");
        Machine bareAnchor = start(BarePeer.class, "anchor");
        Machine bareVisitor = start(BarePeer.class, "visitor");
        machines.until("an offer", () -> bareVisitor.count("sdp") == 1);
        bareAnchor.order(answerTo(bareVisitor, "sdp"));
        machines.until("an answer", () -> bareAnchor.count("sdp") == 1);
        bareVisitor.order(answerTo(bareAnchor, "sdp"));
        machines.until("the anchor runs", () -> anchor.count("ready") == 1);

        double[] opens = ask(visitor, "opens", OPENS);
        print(
                "start to open channel, with signalling",
                "p50 <= 60 ms",
                String.format(
                        Locale.ROOT,
                        "p50 %.1f ms, p90 %.1f ms (%d times, the first quarter as warm-up)",
                        opens[0],
                        opens[1],
                        OPENS));
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
            best[0] = Math.min(best[0], ask(visitor, "echoes", ECHOES)[0]);
            best[1] = Math.min(best[1], ask(bareVisitor, "echoes", ECHOES)[0]);
        }
        print(
                "round trip of 64 B",
                "p50 <= 0.3 ms",
                String.format(Locale.ROOT, "p50 %.3f ms; bare %.3f ms (best of %d)", best[0], best[1], ROUNDS));
        for (int size : SIZES) {
            double[] ours = new double[2];
            double[] bare = new double[2];
            for (int round = 0; round < ROUNDS; round++) {
                keepBest(ours, ask(visitor, "rate", size));
                keepBest(bare, ask(bareVisitor, "rate", size));
            }
            print(
                    "stream of " + size + " B",
                    ">= 90 % of bare",
                    String.format(
                            Locale.ROOT,
                            "%.0f msg/s, %.1f MB/s; bare %.0f msg/s, %.1f MB/s; %.0f %% (best of %d)",
                            ours[0],
                            ours[1],
                            bare[0],
                            bare[1],
                            100 * ours[0] / bare[0],
                            ROUNDS));
        }
        machines.close();
    }

    private Machine start(Class<?> main, String... arguments) throws Exception {
        var command = new ArrayList<>(Fork.java(List.of("-Xmx1g")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return machines.start(command);
    }

    private double[] ask(Machine machine, String what, int number) throws Exception {
        long before = machine.count(what);
        machine.order(what + " " + number);
        machines.until(what + " of " + number, () -> machine.count(what) > before);
        String[] words = answerTo(machine, what).split(" ", 2);
        return new double[] {Double.parseDouble(words[0]), Double.parseDouble(words[1])};
    }

    private static void keepBest(double[] best, double[] found) {
        if (found[0] > best[0]) {
            best[0] = found[0];
            best[1] = found[1];
        }
    }

    private static String answerTo(Machine machine, String start) {
        return machine.lines().stream()
                .filter(line -> line.startsWith(start + " "))
                .reduce((older, newer) -> newer)
                .orElseThrow()
                .substring(start.length() + 1);
    }

    private static void print(String what, String goal, String figure) {
        System.out.printf("%-40s goal %-16s %s%n", what, goal, figure);
    }
}
