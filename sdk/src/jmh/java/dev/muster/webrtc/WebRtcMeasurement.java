package dev.muster.webrtc;

import dev.muster.fork.Fork;
import dev.muster.fork.Machines;
import dev.muster.fork.Machines.Machine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures between two processes on two machines, ours and the bare library in turns, and prints goals, figures and
 * ratios. Two cores carry four busy threads, so that single rounds scatter by a third: medians of several are compared.
 */
final class WebRtcMeasurement {
    private static final int ROUNDS = 7;
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
        Pair meeting = startBoth("meeting");
        opens(meeting.ours());
        echoes(meeting);
        for (int size : SIZES) {
            // Processes of their own: what the library keeps of every message it received slows the collector down.
            stream(size, startBoth("stream-" + size));
        }
        machines.close();
    }

    /** The visitors of two connections: one of our transport, and one without it that is already open. */
    private record Pair(Machine ours, Machine bare) {}

    private Pair startBoth(String room) throws Exception {
        start(MeasuredPeer.class, SignallingProcess.URL, room, "anchor");
        Machine ours = start(MeasuredPeer.class, SignallingProcess.URL, room, "visitor");
        Machine anchor = start(BarePeer.class, "anchor");
        Machine bare = start(BarePeer.class, "visitor");
        machines.until("an offer", () -> bare.count("sdp") == 1);
        anchor.order(answerTo(bare, "sdp"));
        machines.until("an answer", () -> anchor.count("sdp") == 1);
        bare.order(answerTo(anchor, "sdp"));
        return new Pair(ours, bare);
    }

    private void opens(Machine ours) throws Exception {
        double[] millis = ask(ours, "opens", OPENS);
        String figure = "p50 %.1f ms, p90 %.1f ms (%d times, the first quarter as warm-up)";
        print("start to open channel, with signalling", "p50 <= 60 ms", figure, millis[0], millis[1], OPENS);
    }

    private void echoes(Pair pair) throws Exception {
        double[][] rounds = inTurns(pair, "echoes", ECHOES);
        String figure = "p50 %.3f ms; bare %.3f ms (medians of %d rounds)";
        print("round trip of 64 B", "p50 <= 0.3 ms", figure, median(rounds[0]), median(rounds[1]), ROUNDS);
    }

    private void stream(int size, Pair pair) throws Exception {
        double[][] rounds = inTurns(pair, "rate", size);
        double ours = median(rounds[0]);
        double bare = median(rounds[1]);
        String figure = "%.0f msg/s, %.1f MB/s; bare %.0f msg/s, %.1f MB/s; %.0f %% (medians of %d rounds)";
        print(
                "stream of " + size + " B",
                ">= 90 % of bare",
                figure,
                ours,
                ours * size / 1e6,
                bare,
                bare * size / 1e6,
                100 * ours / bare,
                ROUNDS);
        System.out.println("  ours " + whole(rounds[0]) + "\n  bare " + whole(rounds[1]));
    }

    /** The first figures of each round, ours and bare. One round before them is for the compiler. */
    private double[][] inTurns(Pair pair, String what, int number) throws Exception {
        double[][] rounds = new double[2][ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            double ours = ask(pair.ours(), what, number)[0];
            double bare = ask(pair.bare(), what, number)[0];
            if (round >= 0) {
                rounds[0][round] = ours;
                rounds[1][round] = bare;
            }
        }
        return rounds;
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String whole(double[] figures) {
        return Arrays.toString(Arrays.stream(figures).mapToLong(Math::round).toArray());
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
