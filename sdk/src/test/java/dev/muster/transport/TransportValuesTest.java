package dev.muster.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransportValuesTest {
    @Test
    void peerIdsSortAsTheirTextAndNotAsSignedNumbers() {
        var random = new Random(1);
        List<PeerId> ids = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            ids.add(new PeerId(new UUID(random.nextLong(), random.nextLong())));
        }
        ids.add(PeerId.parse("80000000-0000-4000-8000-000000000000"));
        ids.add(PeerId.parse("7fffffff-ffff-4fff-bfff-ffffffffffff"));
        List<String> byText = ids.stream().map(PeerId::toString).sorted().toList();
        assertEquals(byText, ids.stream().sorted().map(PeerId::toString).toList());
    }

    @Test
    void aPeerIdIsReadInEitherCaseAndShownInLowerCase() {
        String text = "067e6162-3b6f-4ae2-a171-2470b63dff00";
        assertEquals(PeerId.parse(text), PeerId.parse(text.toUpperCase(Locale.ROOT)));
        assertEquals(text, PeerId.parse(text.toUpperCase(Locale.ROOT)).toString());
    }

    @Test
    void aTextThatIsNotACanonicalUuidIsNoPeerId() {
        for (String bad : List.of("", "1-1-1-1-1", "067e61623b6f4ae2a1712470b63dff00", "not-an-id", "{x}")) {
            assertThrows(IllegalArgumentException.class, () -> PeerId.parse(bad), bad);
        }
    }

    @Test
    void aPayloadNeverChangesAfterItWasMade() {
        byte[] source = {1, 2, 3};
        Payload fromArray = Payload.copyOf(source);
        ByteBuffer buffer = ByteBuffer.wrap(source).position(1);
        Payload fromBuffer = Payload.copyOf(buffer);
        assertEquals(1, buffer.position());
        source[1] = 9;
        assertArrayEquals(new byte[] {1, 2, 3}, fromArray.toByteArray());
        assertArrayEquals(new byte[] {2, 3}, fromBuffer.toByteArray());
        fromArray.toByteArray()[0] = 7;
        assertEquals(1, fromArray.byteAt(0));
        assertThrows(
                ReadOnlyBufferException.class,
                () -> fromArray.asReadOnlyBuffer().put((byte) 1));
    }

    @Test
    void payloadsAreEqualByContentAndShowOnlyTheirFirstBytes() {
        Payload one = Payload.ofUtf8("a private sentence that must not stand in a log");
        assertEquals(one, Payload.ofUtf8("a private sentence that must not stand in a log"));
        assertEquals(one.hashCode(), Payload.takeOver(one.toByteArray()).hashCode());
        assertNotEquals(one, Payload.ofUtf8("another"));
        assertTrue(one.toString().length() < 80, one.toString());
        assertTrue(Payload.takeOver(new byte[0]).isEmpty());
        assertEquals("ä", Payload.ofUtf8("ä").toUtf8());
    }

    @Test
    void aFingerprintReadsWhatItWrites() {
        Fingerprint fingerprint = Fingerprint.ofCertificate(new byte[] {1, 2, 3});
        assertEquals(fingerprint, Fingerprint.parse(fingerprint.toString()));
        assertEquals(fingerprint, Fingerprint.parse(fingerprint.toString().toLowerCase(Locale.ROOT)));
        assertEquals(fingerprint, Fingerprint.ofSha256(fingerprint.toByteArray()));
        assertEquals(95, fingerprint.toString().length());
        assertNotEquals(fingerprint, Fingerprint.ofCertificate(new byte[] {1, 2, 4}));
    }

    @Test
    void aFingerprintOfAnotherSizeOrShapeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Fingerprint.ofSha256(new byte[31]));
        for (String bad : List.of("", "AB", "AB:CD", "zz".repeat(32), "AB".repeat(32))) {
            assertThrows(IllegalArgumentException.class, () -> Fingerprint.parse(bad), bad);
        }
    }

    @Test
    void theChannelsAreThoseThatStandOnTheWire() {
        assertEquals(
                List.of("0 matchbox_socket_0 true", "1 muster_messages true", "2 muster_realtime false"),
                Stream.of(Channel.values())
                        .map(c -> c.id() + " " + c.label() + " " + c.reliable())
                        .toList());
        assertEquals(Channel.MESSAGES, Channel.ofId(1));
        assertThrows(IllegalArgumentException.class, () -> Channel.ofId(3));
        assertThrows(IllegalArgumentException.class, () -> Channel.ofId(-1));
    }

    @Test
    void everyReliableBufferHoldsTheLargestMessage() {
        for (Channel channel : Channel.values()) {
            assertTrue(!channel.reliable() || channel.bufferBytesMax() >= Channel.MESSAGE_BYTES_MAX, channel.label());
        }
    }

    @Test
    void nonsenseIsRefusedByConstructors() {
        assertThrows(IllegalArgumentException.class, () -> new ConnectionId(0));
        var peer = new PeerId(new UUID(1, 2));
        var fingerprint = Fingerprint.ofSha256(new byte[Fingerprint.BYTES]);
        for (int size : new int[] {0, -1, Channel.MESSAGE_BYTES_MAX + 1}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new ConnectionDetails(peer, ConnectionRole.OFFERER, fingerprint, fingerprint, size));
        }
        assertThrows(IllegalArgumentException.class, () -> new ConnectionStats(Route.UNKNOWN, 0, 0, -1, 0));
    }

    @Test
    void onlyATakenMessageCountsAsTaken() {
        for (SendOutcome outcome : SendOutcome.values()) {
            assertEquals(outcome == SendOutcome.TAKEN, outcome.taken());
        }
        assertFalse(SendOutcome.FULL.taken());
    }

    @Test
    void everyKindOfEventHasItsCase() {
        assertEquals(
                TransportEvent.class.getPermittedSubclasses().length,
                TransportEvent.Cases.class.getDeclaredMethods().length);
    }
}
