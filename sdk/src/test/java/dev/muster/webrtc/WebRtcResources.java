package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Channel;
import dev.muster.transport.Payload;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What remains after connections came and went. Run by {@link WebRtcTest} in a process of its own. */
class WebRtcResources {
    private static final int CONNECTIONS = 200;
    private static final int MESSAGES = 50_000;

    /** The library keeps two threads for good per factory that had connected peers, and a session here has two. */
    private static final int THREADS_KEPT_MAX = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long MEBIBYTE = 1 << 20;

    private record Use(long threads, long files, long heapBytes) {
        static Use now() throws IOException {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            Runtime runtime = Runtime.getRuntime();
            return new Use(
                    count(Path.of("/proc/self/task")),
                    count(Path.of("/proc/self/fd")),
                    runtime.totalMemory() - runtime.freeMemory());
        }

        /** Waits until no more is in use, or until that cannot be hoped for: threads end in their own time. */
        static Use atMost(long threads, long files) throws IOException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            Use use = now();
            while ((use.threads > threads || use.files > files) && System.nanoTime() - deadline < 0) {
                LockSupport.parkNanos(100_000_000);
                use = now();
            }
            return use;
        }

        private static long count(Path directory) throws IOException {
            try (var entries = Files.list(directory)) {
                return entries.count();
            }
        }
    }

    @Test
    void twoHundredConnectionsLeaveNothingBehind() throws Exception {
        try (var crowd = new Crowd()) {
            Crowd.Peer offerer = crowd.join();
            Crowd.Peer answerer = crowd.join();
            comeAndGo(crowd, offerer, answerer, 20);
            Use before = Use.now();

            comeAndGo(crowd, offerer, answerer, CONNECTIONS);

            Use after = Use.atMost(before.threads(), before.files());
            System.out.println("before " + before + "\nafter  " + after);
            assertTrue(after.threads() <= before.threads(), "threads: " + before + " -> " + after);
            assertTrue(after.files() <= before.files(), "files: " + before + " -> " + after);
            long grown = after.heapBytes() - before.heapBytes();
            assertTrue(grown < 2 * MEBIBYTE, "heap grew by " + grown + " bytes over " + CONNECTIONS + " connections");
        }
    }

    @Test
    void transportsThatComeAndGoLeaveNoMoreThanTheLibraryKeeps() throws Exception {
        session();
        Use before = Use.now();
        int sessions = 10;
        for (int i = 0; i < sessions; i++) {
            session();
        }
        Use after = Use.atMost(before.threads() + (long) sessions * THREADS_KEPT_MAX, before.files());
        System.out.println("before " + before + "\nafter  " + after);
        long threads = after.threads() - before.threads();
        assertTrue(threads <= (long) sessions * THREADS_KEPT_MAX, "threads: " + before + " -> " + after);
        assertTrue(after.heapBytes() - before.heapBytes() < 2 * MEBIBYTE, "heap: " + before + " -> " + after);
    }

    @Test
    void whatMessagesCostIsFreedWithTheTransport() throws Exception {
        session();
        Use before = Use.now();
        try (var crowd = new Crowd()) {
            Crowd.Pair pair = crowd.connected();
            int[] arrived = new int[1];
            pair.answerer().keeps = event -> !(event instanceof TransportEvent.MessageReceived);
            pair.answerer().onEvent = event -> arrived[0] += event instanceof TransportEvent.MessageReceived ? 1 : 0;
            Payload payload = Payload.takeOver(new byte[100]);
            for (int i = 0; i < MESSAGES; i++) {
                crowd.until(
                        "there is room",
                        () -> pair.offerer().transport.send(pair.offered(), Channel.MESSAGES, payload)
                                == SendOutcome.TAKEN);
            }
            crowd.until("all arrived", () -> arrived[0] == MESSAGES);
        }
        Use after = Use.now();
        System.out.println("before " + before + "\nafter  " + after);
        assertTrue(after.heapBytes() - before.heapBytes() < 2 * MEBIBYTE, "heap: " + before + " -> " + after);
    }

    private static void session() throws WebRtcUnavailableException {
        try (var crowd = new Crowd()) {
            crowd.connected();
        }
    }

    private static void comeAndGo(Crowd crowd, Crowd.Peer offerer, Crowd.Peer answerer, int times) {
        for (int i = 0; i < times; i++) {
            Crowd.Pair pair = crowd.connect(offerer, answerer);
            offerer.transport.closeConnection(pair.offered());
            crowd.until(
                    "both ends are closed",
                    () -> offerer.closed(pair.offered()).isPresent()
                            && answerer.closed(pair.answered()).isPresent());
            offerer.events.removeIf(event -> !(event instanceof TransportEvent.LocalIdAssigned));
            answerer.events.removeIf(event -> !(event instanceof TransportEvent.LocalIdAssigned));
        }
    }
}
