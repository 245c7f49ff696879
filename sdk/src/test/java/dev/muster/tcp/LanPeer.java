package dev.muster.tcp;

import dev.muster.dial.Endpoint;
import dev.muster.transport.Channel;
import dev.muster.transport.Payload;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A process on a machine of a LAN: connects to everybody that comes, and greets them. Ends by itself. */
final class LanPeer {
    static final int DIRECTORY_PORT = 7_777;

    private static final long LIFE_NANOS = 120_000_000_000L;

    private LanPeer() {}

    /**
     * The entry of the process.
     *
     * @param arguments where the directory is; none to keep it
     */
    public static void main(String[] arguments) throws Exception {
        InetAddress everywhere = InetAddress.getByName("0.0.0.0");
        TcpConfig config = arguments.length == 0
                ? TcpConfig.keepingDirectory().withBind(everywhere, DIRECTORY_PORT)
                : TcpConfig.joining(Endpoint.of("tcp", arguments[0], DIRECTORY_PORT))
                        .withBind(everywhere, 0);
        long origin = System.nanoTime();
        try (TcpTransport transport = TcpTransport.open(config.withConnectTimeout(TcpFixture.PATIENCE))) {
            say("at " + transport.endpoint().host());
            while (System.nanoTime() - origin < LIFE_NANOS) {
                Optional<TransportEvent> next = transport.poll(System.nanoTime() - origin);
                next.ifPresentOrElse(event -> on(transport, event), () -> LockSupport.parkNanos(1_000_000));
            }
        }
    }

    private static void on(TcpTransport transport, TransportEvent event) {
        if (event instanceof TransportEvent.LocalIdAssigned) {
            say("id");
        } else if (event instanceof TransportEvent.PeerAnnounced announced) {
            transport.connect(announced.peer());
        } else if (event instanceof TransportEvent.ConnectionOffered offered) {
            transport.accept(offered.connection());
        } else if (event instanceof TransportEvent.ConnectionOpened opened) {
            SendOutcome outcome = transport.send(opened.connection(), Channel.SYNC, Payload.ofUtf8("hello"));
            say("open " + outcome);
        } else if (event instanceof TransportEvent.MessageReceived message) {
            say("heard " + message.payload().toUtf8());
        } else if (event instanceof TransportEvent.ConnectionClosed closed) {
            say("closed " + List.of(closed.reason(), closed.detail()));
        }
    }

    private static void say(String line) {
        System.out.println("@ " + line);
        System.out.flush();
    }
}
