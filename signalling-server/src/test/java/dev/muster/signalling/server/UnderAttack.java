package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A server, those who attack it, and two honest peers that must not notice. */
@Timeout(90)
abstract class UnderAttack {
    SignallingServer server = Servers.start();
    final List<RawClient> attackers = new ArrayList<>();

    @AfterEach
    final void stop() throws IOException {
        for (RawClient attacker : attackers) {
            attacker.close();
        }
        server.close();
    }

    void restart(UnaryOperator<SignallingServerBuilder> settings) {
        server.close();
        server = Servers.start(settings);
    }

    RawClient attacker() throws IOException {
        RawClient attacker = RawClient.tcp(server.boundAddress());
        attackers.add(attacker);
        return attacker;
    }

    RawClient peer(String path) throws IOException {
        RawClient attacker = RawClient.join(server, path);
        attackers.add(attacker);
        attacker.nextId();
        return attacker;
    }

    interface Attack {
        void run() throws IOException;
    }

    /** Two peers talk before, during and after. */
    void whileHonestPeersTalk(Attack attack) throws IOException {
        try (RawClient a = RawClient.join(server, "/honest")) {
            a.nextId();
            try (RawClient b = RawClient.join(server, "/honest")) {
                String bId = b.nextId();
                assertEquals(bId, RawClient.field(a.next(), "NewPeer"));
                talk(a, b, bId);
                attack.run();
                talk(a, b, bId);
            }
        }
        try (RawClient newcomer = RawClient.join(server, "/newcomer")) {
            newcomer.nextId();
        }
        assertTrue(server.isRunning());
        for (RawClient attacker : attackers) {
            attacker.close();
        }
        Until.holds("nothing is left", () -> server.stats().connections() == 0);
        assertEquals(0, server.stats().peers());
        assertEquals(0, server.stats().rooms());
    }

    private static void talk(RawClient a, RawClient b, String bId) throws IOException {
        for (int i = 0; i < 20; i++) {
            a.signal(bId, "\"" + i + "\"");
            assertTrue(b.next().endsWith("\"data\":\"" + i + "\"}}"));
        }
    }
}
