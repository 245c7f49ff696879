package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.identity.SessionId;
import dev.muster.tcp.TcpTransport;
import dev.muster.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where a session is found by its id alone. */
class ThisMachineTest {
    private static final int EPHEMERAL_MIN = 32_768;

    private final SplittableRandom random = new SplittableRandom(5);

    @Test
    void everySessionHasDifferentPortsThatNoSystemGivesAway() {
        for (int i = 0; i < 10_000; i++) {
            List<Integer> ports = ThisMachine.ports(session());
            assertEquals(ThisMachine.PORTS, new HashSet<>(ports).size(), ports::toString);
            assertTrue(ports.stream().allMatch(port -> port >= 20_000 && port < EPHEMERAL_MIN), ports::toString);
        }
    }

    @Test
    void thePortsFollowFromTheIdForEver() {
        // A host and a guest of different versions have to agree.
        assertEquals(
                List.of(30_767, 21_081, 24_163),
                ThisMachine.ports(SessionId.parse("01234567-89ab-8def-8123-456789abcdef")));
    }

    @Test
    void aPortInUseIsPassedOverAndWithAllInUseASentenceSaysSo() throws Exception {
        SessionId session = session();
        List<Integer> ports = ThisMachine.ports(session);
        var taken = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < ThisMachine.PORTS; i++) {
                try (Transport host = ThisMachine.host(session)) {
                    assertEquals(ports.get(i), ((TcpTransport) host).endpoint().port());
                }
                taken.add(new ServerSocket(ports.get(i), 1, InetAddress.getLoopbackAddress()));
            }
            var failure = assertThrows(IOException.class, () -> ThisMachine.host(session));
            assertTrue(String.valueOf(failure.getMessage()).contains(ports.toString()), failure.getMessage());
        } finally {
            for (ServerSocket one : taken) {
                one.close();
            }
        }
    }

    private SessionId session() {
        long high = (random.nextLong() & ~0xF000L) | 0x8000L;
        long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new SessionId(new UUID(high, low));
    }
}
