package dev.muster.signalling.server.bench;

import dev.muster.signalling.server.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What TLS costs at rest, and what honest peers notice while others attack the server through TLS. */
final class TlsBenchmark {
    static final int HOSTILE = 50;
    private static final int IDLE = 1_000;
    private static final int WARM = 50;
    private static final int PAIRS = 10;
    private static final long SETTLE_NANOS = 5_000_000_000L;
    private static final long MEASURE_NANOS = 15_000_000_000L;
    private static final long PACE_NANOS = 10_000_000L;

    /** What honest peers saw, and what the server held afterwards. */
    record Result(double p99Millis, long heapBytes, long attacks) {}

    private final Path folder;
    private final TestCertificate certificate;

    TlsBenchmark(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("certificate"));
        this.certificate = new TestCertificate(this.folder);
        try {
            certificate.make("bench", "EC");
        } catch (Exception e) {
            throw new IOException("no certificate could be made", e);
        }
    }

    private ServerProcess server(String maxHeap) throws IOException {
        return new ServerProcess("tls", maxHeap, folder.toString());
    }

    double idleHeapBytes() throws IOException {
        List<TlsPeer> peers = new ArrayList<>();
        try (ServerProcess server = server("1g")) {
            join(peers, server, WARM);
            long before = server.heapBytes();
            join(peers, server, IDLE);
            return (server.heapBytes() - before) / (double) IDLE;
        } finally {
            for (TlsPeer peer : peers) {
                peer.close();
            }
        }
    }

    private void join(List<TlsPeer> peers, ServerProcess server, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            TlsPeer peer = new TlsPeer(certificate, server.address(), "TLSv1.3");
            peer.join("/room" + peers.size());
            peers.add(peer);
        }
    }

    Result run(int hostile) throws IOException, InterruptedException {
        try (ServerProcess server = server("256m")) {
            List<HonestPair> pairs = new ArrayList<>();
            for (int i = 0; i < PAIRS; i++) {
                pairs.add(new HonestPair(server, "/honest" + i));
            }
            HostileProcess attackers = hostile > 0 ? attackers(server, hostile) : null;
            pairs.forEach(Thread::start);
            long attacks = attackers == null ? 0 : attackers.await();
            List<Long> samples = new ArrayList<>();
            for (HonestPair pair : pairs) {
                samples.addAll(pair.await());
            }
            long[] sorted = samples.stream().mapToLong(Long::longValue).sorted().toArray();
            return new Result(sorted[(int) (sorted.length * 0.99)] / 1e6, server.heapBytes(), attacks);
        }
    }

    /** Two peers, one of which writes to the other at a steady pace; its thread does both. */
    private final class HonestPair extends Thread {
        private final TlsPeer sender;
        private final TlsPeer receiver;
        private final String receiverId;
        private final List<Long> samples = new ArrayList<>();
        private Optional<IOException> failure = Optional.of(new IOException("the honest pair was interrupted"));

        HonestPair(ServerProcess server, String path) throws IOException {
            this.sender = new TlsPeer(certificate, server.address(), "TLSv1.3");
            sender.join(path);
            this.receiver = new TlsPeer(certificate, server.address(), "TLSv1.3");
            this.receiverId = receiver.join(path);
            sender.next(); // That the receiver has come.
        }

        @Override
        public void run() {
            long start = System.nanoTime();
            try {
                for (long now = start; now - start < SETTLE_NANOS + MEASURE_NANOS; now = System.nanoTime()) {
                    sender.send("{\"Signal\":{\"receiver\":\"" + receiverId + "\",\"data\":\"" + now + "\"}}");
                    receiver.next();
                    if (now - start >= SETTLE_NANOS) {
                        samples.add(System.nanoTime() - now);
                    }
                    TimeUnit.NANOSECONDS.sleep(PACE_NANOS);
                }
                failure = Optional.empty();
            } catch (IOException e) {
                failure = Optional.of(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        List<Long> await() throws IOException, InterruptedException {
            join();
            sender.close();
            receiver.close();
            if (failure.isPresent()) {
                throw failure.get();
            }
            return samples;
        }
    }

    private HostileProcess attackers(ServerProcess server, int count) throws IOException {
        return new HostileProcess(
                TlsAttackers.class,
                folder.toString(),
                String.valueOf(server.address().getPort()),
                String.valueOf(count),
                String.valueOf((SETTLE_NANOS + MEASURE_NANOS) / 1_000_000_000L));
    }
}
