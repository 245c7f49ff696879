package dev.muster.signalling.server.bench;

import dev.muster.signalling.server.bench.LoadClient.Client;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Honest pairs send signals at a steady pace while another process attacks the server; how long do theirs take? */
final class AttackBenchmark {
    static final int HOSTILE = 2_000;
    private static final int HONEST = 100;
    private static final long PACE_NANOS = 1_000_000L; // A thousand signals a second, over all pairs.
    private static final long SETTLE_NANOS = 5_000_000_000L;
    private static final long MEASURE_NANOS = 20_000_000_000L;
    private static final int SAMPLES_MAX = 100_000;

    /**
     * What honest peers saw, and what the server held afterwards.
     *
     * @param insideMillis the part of the p99 that was spent inside the server, as it counts itself
     */
    record Result(double p50Millis, double p99Millis, double insideMillis, long heapBytes, long attacks) {}

    private final LoadClient load;
    private final long[] samples = new long[SAMPLES_MAX];
    private int count;

    private AttackBenchmark(ServerProcess server) throws IOException {
        this.load = new LoadClient(server.address(), this::heard);
    }

    static Result run(int hostile) throws IOException, InterruptedException {
        try (ServerProcess server = new ServerProcess("hardened", "256m")) {
            AttackBenchmark honest = new AttackBenchmark(server);
            try (LoadClient load = honest.load) {
                load.open(HONEST, HONEST, i -> "/honest" + i / 2);
                HostileProcess attackers = hostile > 0 ? attackers(server, hostile) : null;
                honest.pace(SETTLE_NANOS);
                honest.count = 0;
                RelayHistogram before = RelayHistogram.of(server.address());
                honest.pace(MEASURE_NANOS);
                double inside = RelayHistogram.of(server.address()).p99MillisSince(before);
                long attacks = attackers == null ? 0 : attackers.await();
                long[] sorted = Arrays.copyOf(honest.samples, honest.count);
                Arrays.sort(sorted);
                return new Result(
                        sorted[sorted.length / 2] / 1e6,
                        sorted[(int) (sorted.length * 0.99)] / 1e6,
                        inside,
                        server.heapBytes(),
                        attacks);
            }
        }
    }

    private static HostileProcess attackers(ServerProcess server, int sockets) throws IOException {
        return new HostileProcess(
                Attackers.class,
                String.valueOf(server.address().getPort()),
                String.valueOf(sockets),
                String.valueOf((SETTLE_NANOS + MEASURE_NANOS) / 1_000_000_000L));
    }

    /** One side of a pair learns of its mate by NewPeer, and only that side sends. */
    private void heard(Client client, String text) throws IOException {
        if (text.startsWith("{\"NewPeer\"")) {
            client.mate = text.substring(12, 48);
        } else if (text.startsWith("{\"Signal\"")) {
            int from = text.indexOf("\"t") + 2;
            long sent = Long.parseLong(text.substring(from, text.indexOf('"', from)));
            if (count < SAMPLES_MAX) {
                samples[count++] = System.nanoTime() - sent;
            }
        }
    }

    private void pace(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        long next = System.nanoTime();
        int turn = 0;
        while (System.nanoTime() - end < 0) {
            while (System.nanoTime() - next >= 0) {
                Client client = load.clients().get(turn++ % load.clients().size());
                next += PACE_NANOS / 2; // Half of the clients are receivers and skip their turn.
                if (!client.mate.isEmpty()) {
                    client.send(stamped(client.mate));
                }
            }
            load.step(1);
        }
    }

    private static ByteBuffer stamped(String mate) {
        return LoadClient.frame("{\"Signal\":{\"receiver\":\"" + mate + "\",\"data\":\"t" + System.nanoTime() + "\"}}");
    }
}
