package dev.muster.webrtc;

import dev.muster.fork.Fork;
import dev.muster.fork.Machines;
import dev.muster.fork.Machines.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures between two processes on two machines, ours and the bare library in turns, and prints goals, figures and
 * ratios.
 */
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
        Machine ours = start(MeasuredPeer.class, SignallingProcess.URL, "visitor");
        Machine bare = startBare();
        machines.until("the anchor runs", () -> anchor.count("ready") == 1);
        opens(ours);
        echoes(ours, bare);
        for (int size : SIZES) {
            stream(size, ours, bare);
        }
        machines.close();
    }

    /** Two peers without our transport, already introduced to each other. */
    private Machine startBare() throws Exception {
        Machine anchor = start(BarePeer.class, "anchor");
        Machine visitor = start(BarePeer.class, "visitor");
        machines.until("an offer", () -> visitor.count("sdp") == 1);
        anchor.order(answerTo(visitor, "sdp"));
        machines.until("an answer", () -> anchor.count("sdp") == 1);
        visitor.order(answerTo(anchor, "sdp"));
        return visitor;
    }

    private void opens(Machine ours) throws Exception {
        double[] millis = ask(ours, "opens", OPENS);
        String figure = "p50 %.1f ms, p90 %.1f ms (%d times, the first quarter as warm-up)";
        print("start to open channel, with signalling", "p50 <= 60 ms", figure, millis[0], millis[1], OPENS);
    }

    private void echoes(Machine ours, Machine bare) throws Exception {
        double best = Double.MAX_VALUE;
        double bestBare = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.min(best, ask(ours, "echoes", ECHOES)[0]);
            bestBare = Math.min(bestBare, ask(bare, "echoes", ECHOES)[0]);
        }
        String figure = "p50 %.3f ms; bare %.3f ms (best of %d)";
        print("round trip of 64 B", "p50 <= 0.3 ms", figure, best, bestBare, ROUNDS);
    }

    private void stream(int size, Machine ours, Machine bare) throws Exception {
        double[] best = new double[2];
        double[] bestBare = new double[2];
        for (int round = 0; round < ROUNDS; round++) {
            keepBest(best, ask(ours, "rate", size));
            keepBest(bestBare, ask(bare, "rate", size));
        }
        String figure = "%.0f msg/s, %.1f MB/s; bare %.0f msg/s, %.1f MB/s; %.0f %% (best of %d)";
        double share = 100 * best[0] / bestBare[0];
        print(
                "stream of " + size + " B",
                ">= 90 % of bare",
                figure,
                best[0],
                best[1],
                bestBare[0],
                bestBare[1],
                share,
                ROUNDS);
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

    private static void print(String what, String goal, String figure, Object... values) {
        System.out.printf(Locale.ROOT, "%-40s goal %-16s %s%n", what, goal, String.format(Locale.ROOT, figure, values));
    }
}
