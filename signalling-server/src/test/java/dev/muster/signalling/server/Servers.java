package dev.muster.signalling.server;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.UnaryOperator;

/** Servers for tests: on the loopback address, on a free port. */
final class Servers {
    private Servers() {}

    static SignallingServer start() {
        return start(builder -> builder);
    }

    static SignallingServer start(UnaryOperator<SignallingServerBuilder> settings) {
        SignallingServerBuilder builder = SignallingServer.builder()
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .limit(Limit.CONNECTIONS_PER_ADDRESS, 20_000)
                .limit(Limit.JOINS_BURST, 10_000_000);
        try {
            return settings.apply(builder).start();
        } catch (StartException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes down what it hears, without ids. */
    static PeerListener recorder(List<String> heard) {
        return new PeerListener() {
            @Override
            public void assigned(PeerInfo peer) {
                heard.add("assigned " + peer.room() + " " + peer.role());
            }

            @Override
            public void joined(PeerInfo peer) {
                heard.add("joined " + peer.room() + " " + peer.role());
            }

            @Override
            public void left(PeerInfo peer) {
                heard.add("left " + peer.room() + " " + peer.role());
            }
        };
    }
}
