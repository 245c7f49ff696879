package dev.muster.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Channel;
import dev.muster.transport.Fingerprint;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WordTest {
    private static final PeerId PEER = new PeerId(new UUID(1, 2));
    private static final UUID TOKEN = new UUID(-3, -4);
    private static final Fingerprint PRINT = Fingerprint.ofCertificate(new byte[] {1});
    private static final List<Word> ALL = List.of(
            new Word.Join(PEER, TOKEN),
            new Word.Welcome(),
            new Word.Announce(PEER),
            new Word.Withdraw(PEER),
            new Word.Offer(PEER, TOKEN, PRINT, 65_535, "fe80::1%eth0"),
            new Word.Offer(PEER, TOKEN, PRINT, 1, ""),
            new Word.Refuse(PEER, TOKEN),
            new Word.Unknown(TOKEN),
            new Word.Claim(TOKEN),
            new Word.Admit(TOKEN));

    @Test
    void everyWordIsReadAsItWasWritten() {
        for (Word word : ALL) {
            assertEquals(Optional.of(word), Word.read(word.frame()));
        }
        assertEquals(
                Word.class.getPermittedSubclasses().length,
                ALL.stream().map(Object::getClass).distinct().count());
    }

    @Test
    void noWordIsReadFromFewerOrMoreBytes() {
        for (Word word : ALL) {
            byte[] bytes = word.frame().payload().toByteArray();
            for (int length = 0; length < bytes.length; length++) {
                // A shorter host is another word, every other cut is none.
                Optional<Word> read = Word.read(frame(word.type(), Arrays.copyOf(bytes, length)));
                boolean anotherHost = word instanceof Word.Offer && read.isPresent();
                assertTrue(read.isEmpty() || anotherHost, () -> word + " cut short is " + read);
            }
            if (!(word instanceof Word.Offer)) {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                assertEquals(Optional.empty(), Word.read(frame(word.type(), longer)));
            }
        }
    }

    @Test
    void anyBytesGiveAWordOrNothing() {
        var random = new Random(5);
        int words = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            Optional<Word> read = Word.read(frame(random.nextInt(256), bytes));
            words += read.isPresent() ? 1 : 0;
        }
        assertTrue(words > 100, "some of it makes sense: " + words);
    }

    @Test
    void anOfferWithoutAPortOrWithAnEndlessHostIsNone() {
        byte[] offer =
                new Word.Offer(PEER, TOKEN, PRINT, 1, "").frame().payload().toByteArray();
        byte[] noPort = offer.clone();
        noPort[noPort.length - 1] = 0;
        assertEquals(Optional.empty(), Word.read(frame(21, noPort)));
        byte[] endless = Arrays.copyOf(offer, offer.length + Word.HOST_BYTES_MAX + 1);
        assertEquals(Optional.empty(), Word.read(frame(21, endless)));
    }

    @Test
    void aFrameIsReadAsItWasWritten() throws Exception {
        var out = new ByteArrayOutputStream();
        Frame.data(Channel.REALTIME, Payload.ofUtf8("now")).write(out);
        Frame.bye().write(out);
        var in = new DataInputStream(new ByteArrayInputStream(out.toByteArray()));
        assertEquals(Frame.data(Channel.REALTIME, Payload.ofUtf8("now")), Frame.read(in));
        assertEquals(Frame.bye(), Frame.read(in));
        assertThrows(EOFException.class, () -> Frame.read(in));
    }

    @Test
    void aLengthOverTheLimitIsRefusedBeforeAnythingIsAllocated() {
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, Channel.MESSAGE_BYTES_MAX + 1}) {
            byte[] header = ByteBuffer.allocate(Frame.HEADER_BYTES)
                    .put((byte) 0)
                    .putInt(length)
                    .array();
            var in = new DataInputStream(new ByteArrayInputStream(header));
            assertThrows(Frame.ProtocolException.class, () -> Frame.read(in));
        }
    }

    private static Frame frame(int type, byte[] bytes) {
        return new Frame(type, Payload.takeOver(bytes));
    }
}
