package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.signalling.server.metrics.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can be done to a server once TLS stands: through it, and by it. */
@Timeout(90)
class TlsAttackTest {
    @TempDir
    private static Path folder;

    private final List<RawClient> clients = new ArrayList<>();
    private SignallingServer server = Servers.start();
    private TestCertificate certificate = new TestCertificate(Path.of("unset"));

    @BeforeEach
    void serveTls() throws Exception {
        certificate = new TestCertificate(folder);
        certificate.make("attacked", "EC");
        restart(builder -> builder);
    }

    private void restart(UnaryOperator<SignallingServerBuilder> settings) {
        server.close();
        server = Servers.start(builder -> settings.apply(builder.tls(certificate.files())));
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    private RawClient peer(String path, String protocol) throws Exception {
        RawClient client = RawClient.over(certificate.connect(server, protocol));
        clients.add(client);
        assertTrue(client.upgrade(path).startsWith("HTTP/1.1 101 "));
        client.nextId();
        return client;
    }

    private interface Attack {
        void run() throws Exception;
    }

    private void whileHonestPeersTalk(Attack attack) throws Exception {
        RawClient honest = peer("/honest", "TLSv1.3");
        RawClient other = peer("/honest", "TLSv1.3");
        String otherId = RawClient.field(honest.next(), "NewPeer");
        talk(honest, other, otherId);
        attack.run();
        talk(honest, other, otherId);
        peer("/newcomer", "TLSv1.3");
        assertEquals(0, server.metrics().refusals(Refusal.INTERNAL_ERROR));
        assertTrue(server.isRunning());
    }

    private static void talk(RawClient a, RawClient b, String bId) throws IOException {
        for (int i = 0; i < 20; i++) {
            a.signal(bId, "\"" + i + "\"");
            assertTrue(b.next().endsWith("\"data\":\"" + i + "\"}}"));
        }
    }

    /** In TLS 1.3 a handshake on an open connection asks the other side for new keys, and for an answer. */
    private static void askForKeysUntilThrownOut(SSLSocket socket) {
        try {
            for (int i = 0; i < 1_000_000; i++) {
                socket.startHandshake();
            }
            throw new AssertionError("nobody minds");
        } catch (IOException e) {
            // Thrown out, which is as it should be.
        }
    }

    @Test
    void aFloodOfKeyUpdatesIsCutOffAndNothingIsHeldForIt() throws Exception {
        whileHonestPeersTalk(() -> {
            for (int i = 0; i < 5; i++) {
                askForKeysUntilThrownOut((SSLSocket) peer("/evil", "TLSv1.3").socket());
            }
            assertEquals(5, server.metrics().refusals(Refusal.TLS_CHATTER));
            assertTrue(server.metrics().bufferedBytes() < 65_536);
        });
    }

    /** Whatever the limit: while nobody takes the answers, nothing is read, and hardly anything is held. */
    @Test
    void aFloodOfKeyUpdatesThatIsAllowedFillsNoMemory() throws Exception {
        restart(builder -> builder.limit(Limit.TLS_UPKEEP_RECORDS, 100_000).limit(Limit.WRITE_STALL_MILLIS, 500));
        whileHonestPeersTalk(() -> {
            askForKeysUntilThrownOut((SSLSocket) peer("/evil", "TLSv1.3").socket());
            assertEquals(1, server.metrics().refusals(Refusal.SLOW_READER));
            assertEquals(0, server.metrics().refusals(Refusal.TLS_CHATTER));
            assertTrue(server.metrics().bufferedBytes() < 65_536);
        });
    }

    /** An answer would take a handshake, and that costs us more than whoever wants it. */
    @Test
    void whomThereIsNoRoomForGetsNoHandshakeAndNoAnswer() throws Exception {
        restart(builder -> builder.limit(Limit.CONNECTIONS_PER_ADDRESS, 1));
        RawClient only = peer("/r", "TLSv1.3");
        assertThrows(IOException.class, () -> peer("/r", "TLSv1.3"));
        assertEquals(1, server.metrics().refusals(Refusal.ADDRESS_FULL));
        assertEquals(0, server.metrics().refusals(Refusal.TLS_FAILED));
        only.frame(true, RawClient.PING, new byte[0]);
        assertEquals(RawClient.PONG, only.receive().opcode());
    }

    @Test
    void someNewKeysAreFine() throws Exception {
        RawClient client = peer("/r", "TLSv1.3");
        for (int i = 0; i < 5; i++) {
            ((SSLSocket) client.socket()).startHandshake();
            client.frame(true, RawClient.PING, new byte[0]);
            assertEquals(RawClient.PONG, client.receive().opcode());
        }
        assertEquals(0, server.metrics().refusals());
    }

    /** In TLS 1.2 it is a whole new handshake, with all its arithmetic. */
    @Test
    void aSecondHandshakeIsRefused() throws Exception {
        whileHonestPeersTalk(() -> {
            RawClient attacker = peer("/evil", "TLSv1.2");
            ((SSLSocket) attacker.socket()).startHandshake();
            Until.holds("refused", () -> server.metrics().refusals(Refusal.TLS_RENEGOTIATION) == 1);
            assertThrows(IOException.class, attacker::receive);
        });
    }

    @Test
    void aReaderThatNeverReadsIsFoundThroughTls() throws Exception {
        restart(builder -> builder.limit(Limit.WRITE_STALL_MILLIS, 500));
        whileHonestPeersTalk(() -> {
            RawClient mute = peer("/evil", "TLSv1.3");
            RawClient talker = peer("/evil", "TLSv1.3");
            String muteId = ownId(mute, talker);
            Thread talking = new Thread(() -> {
                try {
                    for (int i = 0; i < 60; i++) {
                        talker.signal(muteId, "\"" + "x".repeat(60_000) + "\"");
                    }
                } catch (IOException e) {
                    // The test is over.
                }
            });
            talking.start();
            Until.holds("it is found", () -> server.metrics().refusals(Refusal.SLOW_READER) == 1);
            talker.crash();
            talking.join();
        });
    }

    /** Learns the id of {@code receiver} by having it write to {@code other}, whom it has heard of. */
    private static String ownId(RawClient receiver, RawClient other) throws IOException {
        receiver.signal(RawClient.field(receiver.next(), "NewPeer"), "1");
        return other.next().substring(21, 57);
    }

    /** Each byte in a record of its own costs the server dozens of bytes and a decryption. */
    @Test
    void bytesInRecordsOfTheirOwnCountAsWhatTheyCost() throws Exception {
        restart(builder -> builder.limit(Limit.BYTES_BURST, 100_000).limit(Limit.BYTES_PER_SECOND, 1_024));
        whileHonestPeersTalk(() -> {
            RawClient attacker = peer("/evil", "TLSv1.3");
            byte[] frame = RawClient.frameBytes(true, RawClient.TEXT, new byte[60_000]);
            try {
                for (byte one : frame) {
                    attacker.write(new byte[] {one});
                }
            } catch (IOException e) {
                // Thrown out, which is as it should be.
            }
            Until.holds("cut off", () -> server.metrics().refusals(Refusal.TOO_MANY_BYTES) == 1);
        });
    }

    @Test
    void attacksOnTheProtocolFareNoBetterThroughTls() throws Exception {
        whileHonestPeersTalk(() -> {
            RawClient huge = peer("/evil", "TLSv1.3");
            huge.write(new byte[] {(byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0x71, 0x40, 0, 0, 1, 2, 3, 4});
            assertEquals(1009, huge.nextClose().code());
            RawClient badClose = peer("/evil", "TLSv1.2");
            badClose.frame(true, RawClient.CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xff, (byte) 0xfe});
            assertEquals(1007, badClose.nextClose().code());
            RawClient flood = peer("/evil", "TLSv1.3");
            try {
                for (int i = 0; i < 20_000; i++) {
                    flood.frame(true, RawClient.PING, new byte[125]);
                }
            } catch (IOException e) {
                // Cut off while still sending, which is as it should be.
            }
            Until.holds("cut off", () -> server.metrics().refusals(Refusal.TOO_MANY_MESSAGES) == 1);
        });
    }
}
