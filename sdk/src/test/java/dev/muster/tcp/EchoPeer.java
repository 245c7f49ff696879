package dev.muster.tcp;

import dev.muster.dial.Endpoint;
import dev.muster.transport.TransportEvent;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A process of its own that joins a session on this machine and sends back what it hears. Ends by itself. */
final class EchoPeer {
    private static final long LIFE_NANOS = 60_000_000_000L;

    private EchoPeer() {}

    public static void main(String[] arguments) throws Exception {
        Endpoint directory = Endpoint.of("tcp", "127.0.0.1", Integer.parseInt(arguments[0]));
        long origin = System.nanoTime();
        try (TcpTransport transport = TcpTransport.open(TcpConfig.joining(directory))) {
            while (System.nanoTime() - origin < LIFE_NANOS) {
                Optional<TransportEvent> next = transport.poll(System.nanoTime() - origin);
                if (next.isEmpty()) {
                    LockSupport.parkNanos(1_000_000);
                } else if (next.get() instanceof TransportEvent.ConnectionOffered offered) {
                    transport.accept(offered.connection());
                } else if (next.get() instanceof TransportEvent.MessageReceived message) {
                    var unused = transport.send(message.connection(), message.channel(), message.payload());
                }
            }
        }
    }
}
