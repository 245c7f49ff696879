package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand peers come and go; afterwards it is as if they had never been there. */
@Timeout(180)
class ChurnTest {
    private static final int PEERS = 10_000;
    private static final int AT_ONCE = 20;

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : 0;
    }

    @Test
    void nothingIsLeftAfterTenThousandJoinsAndLeaves() throws IOException {
        try (SignallingServer server = Servers.start()) {
            try (RawClient warm = RawClient.join(server, "/warm")) {
                warm.nextId();
            }
            Until.holds("empty", () -> server.stats().connections() == 0);
            long filesBefore = openFiles();
            int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
            Deque<RawClient> present = new ArrayDeque<>();
            for (int i = 0; i < PEERS; i++) {
                RawClient client = RawClient.join(server, "/room" + i % 7 + (i % 3 == 0 ? "?next=3" : ""));
                client.nextId();
                present.add(client);
                if (present.size() == AT_ONCE) {
                    leave(present.remove(), i);
                }
            }
            while (!present.isEmpty()) {
                leave(present.remove(), 0);
            }
            Until.holds("everybody has left", () -> server.stats().connections() == 0);
            assertEquals(PEERS + 1, server.stats().joins());
            assertEquals(0, server.stats().peers());
            assertEquals(0, server.stats().rooms());
            Until.holds("no socket is left", () -> openFiles() <= filesBefore);
            assertTrue(ManagementFactory.getThreadMXBean().getThreadCount() <= threadsBefore + 1);
        }
    }

    private static void leave(RawClient client, int kind) throws IOException {
        if (kind % 2 == 0) {
            client.crash();
        } else {
            client.sayGoodbye();
            client.crash();
        }
    }
}
