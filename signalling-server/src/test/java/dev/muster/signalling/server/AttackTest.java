package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.signalling.server.metrics.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Each of these stops a stock Java-WebSocket server, or one with its defaults. Here the attacker is thrown out,
 * an honest pair goes on talking, newcomers get in, and nothing is held afterwards.
 */
class AttackTest extends UnderAttack {
    @Test
    void aHeaderThatPromisesTwoGigabytesCostsNothing() throws IOException {
        whileHonestPeersTalk(() -> {
            for (int i = 0; i < 50; i++) {
                peer("/evil" + i)
                        .write(new byte[] {(byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0x71, 0x40, 0, 0, 1, 2, 3, 4});
            }
            for (RawClient attacker : attackers) {
                assertEquals(1009, attacker.nextClose().code());
            }
        });
    }

    @Test
    void fragmentsWithoutEndAreCutOff() throws IOException {
        whileHonestPeersTalk(() -> {
            RawClient attacker = peer("/evil");
            attacker.frame(false, RawClient.TEXT, new byte[10_000]);
            for (int i = 0; i < 7; i++) {
                attacker.frame(false, RawClient.CONTINUATION, new byte[10_000]);
            }
            assertEquals(1009, attacker.nextClose().code());
        });
    }

    @Test
    void emptyFragmentsWithoutEndHoldNothingAndAreCutOff() throws IOException {
        whileHonestPeersTalk(() -> {
            RawClient attacker = peer("/evil");
            attacker.frame(false, RawClient.TEXT, new byte[0]);
            try {
                for (int i = 0; i < 4_000; i++) {
                    attacker.frame(false, RawClient.CONTINUATION, new byte[0]);
                }
            } catch (IOException e) {
                // Cut off while still sending, which is as it should be.
            }
            Until.holds("cut off", () -> server.metrics().refusals(Refusal.TOO_MANY_MESSAGES) == 1);
        });
    }

    @Test
    void aHeadWithoutEndIsCutOffAndFreezesNobody() throws IOException {
        whileHonestPeersTalk(() -> {
            for (int i = 0; i < 10; i++) {
                RawClient attacker = attacker();
                attacker.write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.ISO_8859_1));
                byte[] line = ("X: " + "x".repeat(1_000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
                try {
                    for (int lines = 0; lines < 100; lines++) {
                        attacker.write(line);
                    }
                } catch (IOException e) {
                    // Cut off while still sending, which is as it should be.
                }
            }
            Until.holds("all are cut off", () -> server.metrics().refusals(Refusal.HEAD_TOO_LARGE) == 10);
        });
    }

    @Test
    void halfOpenHandshakesAreSweptAway() throws IOException {
        restart(builder -> builder.limit(Limit.HANDSHAKE_MILLIS, 1_000));
        whileHonestPeersTalk(() -> {
            for (int i = 0; i < 200; i++) {
                attacker().write("GET / HT".getBytes(StandardCharsets.ISO_8859_1));
            }
            for (RawClient attacker : attackers) {
                assertTrue(attacker.readAnswer().startsWith("HTTP/1.1 408 "));
            }
        });
    }

    @Test
    void aFloodOfConnectionsIsTurnedAwayAndTheDoorStaysOpen() throws IOException {
        restart(builder -> builder.limit(Limit.CONNECTIONS, 50));
        whileHonestPeersTalk(() -> {
            for (int i = 0; i < 500; i++) {
                attacker();
            }
            Until.holds("the rest is turned away", () -> server.metrics().refusals(Refusal.SERVER_FULL) == 452);
            for (RawClient attacker : attackers) {
                attacker.close();
            }
            Until.holds("only the honest are left", () -> server.stats().connections() == 2);
        });
    }

    @Test
    void aBurstOfConnectionsIsAccepted() throws IOException {
        whileHonestPeersTalk(() -> {
            for (int i = 0; i < 300; i++) {
                attacker();
            }
            for (int i = 0; i < 300; i++) {
                assertTrue(attackers.get(i).upgrade("/burst" + i).startsWith("HTTP/1.1 101 "));
            }
        });
    }

    @Test
    void refusingByPolicyDoesNotCloseTheDoor() throws IOException {
        restart(builder -> builder.admissionPolicy(
                request -> request.room().equals("evil") ? Admission.refused("no") : Admission.accepted()));
        whileHonestPeersTalk(() -> {
            for (int i = 0; i < 50; i++) {
                assertTrue(RawClient.http(server.boundAddress(), RawClient.upgradeRequest("/evil"))
                        .startsWith("HTTP/1.1 401 "));
            }
        });
    }

    @Test
    void aReaderThatNeverReadsIsBounded() throws IOException {
        whileHonestPeersTalk(() -> {
            RawClient mute = RawClient.tcp(server.boundAddress());
            attackers.add(mute);
            assertTrue(mute.upgrade("/evil").startsWith("HTTP/1.1 101 "));
            String muteId = mute.nextId();
            String data = "\"" + "x".repeat(60_000) + "\"";
            for (int i = 0; i < 3 && server.metrics().refusals(Refusal.SLOW_READER) == 0; i++) {
                RawClient talker = peer("/evil");
                for (int sent = 0; sent < 30; sent++) {
                    talker.signal(muteId, data);
                }
            }
            Until.holds("it is found", () -> server.metrics().refusals(Refusal.SLOW_READER) == 1);
        });
    }

    @Test
    void aCloseFrameWithABadReasonIsAnsweredAndNotLogged() throws IOException {
        whileHonestPeersTalk(() -> {
            for (int i = 0; i < 50; i++) {
                peer("/evil" + i).frame(true, RawClient.CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xff, (byte) 0xfe});
            }
            for (RawClient attacker : attackers) {
                assertEquals(1007, attacker.nextClose().code());
            }
        });
    }

    @Test
    void floodsOfPingsAreCutOff() throws IOException {
        whileHonestPeersTalk(() -> {
            RawClient attacker = peer("/evil");
            try {
                for (int i = 0; i < 20_000; i++) {
                    attacker.frame(true, RawClient.PING, new byte[125]);
                }
            } catch (IOException e) {
                // Cut off while still sending, which is as it should be.
            }
            Until.holds("cut off", () -> server.metrics().refusals(Refusal.TOO_MANY_MESSAGES) == 1);
        });
    }

    /** Each join and each leave is told to everybody in the room: one address could keep many others busy. */
    @Test
    void joiningAndLeavingWithoutEndIsCutOff() throws IOException {
        restart(builder -> builder.limit(Limit.JOINS_BURST, 50)
                .limit(Limit.JOINS_PER_SECOND, 1)
                .trustProxy(InetAddress.getLoopbackAddress()));
        whileHonestPeersTalk(() -> {
            int refused = 0;
            for (int i = 0; i < 200; i++) {
                RawClient attacker = attacker();
                refused += attacker.upgrade("/evil", "X-Forwarded-For: 6.6.6.6").startsWith("HTTP/1.1 429 ") ? 1 : 0;
                attacker.crash();
            }
            assertTrue(refused > 0);
            assertEquals(refused, server.metrics().refusals(Refusal.TOO_MANY_JOINS));
        });
    }

    @Test
    void aUrlThatKillsAStockServerIsRefused() throws IOException {
        whileHonestPeersTalk(
                () -> assertTrue(RawClient.http(server.boundAddress(), RawClient.upgradeRequest("/r?next=0"))
                        .startsWith("HTTP/1.1 400 ")));
    }
}
