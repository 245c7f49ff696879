package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Channel;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SessionDescriptionTest {
    private static final String FINGERPRINT = "AB:".repeat(31) + "CD";

    /** As the native stock peer writes it: the fingerprint at session level, no message size, no trickle line. */
    static final String NATIVE = String.join(
            "\r\n",
            "v=0",
            "o=- 1 2 IN IP4 0.0.0.0",
            "s=-",
            "t=0 0",
            "a=fingerprint:sha-256 " + FINGERPRINT,
            "a=group:BUNDLE 0",
            "a=extmap-allow-mixed",
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
            "c=IN IP4 0.0.0.0",
            "a=setup:actpass",
            "a=mid:0",
            "a=sendrecv",
            "a=sctp-port:5000",
            "a=ice-ufrag:abcdefghijklmnop",
            "a=ice-pwd:abcdefghijklmnopabcdefghijklmnop",
            "");

    @Test
    void theDescriptionOfAStockPeerIsUnderstood() {
        var description = SessionDescription.parse(NATIVE);
        assertEquals(FINGERPRINT, description.fingerprint().toString());
        assertEquals("abcdefghijklmnop", description.usernameFragment());
        assertEquals("0", description.mid());
        assertEquals(Optional.empty(), description.tag());
        assertEquals(65_535, description.messageBytesMax(), "one byte more would close its channel");
    }

    @Test
    void aTagSurvivesTheJourneyAndNothingElseChanges() {
        var tag = ConnectionTag.draw(new SplittableRandom(1));
        var offer = SessionDescription.parse(SessionDescription.taggedOffer(NATIVE, tag));
        assertEquals(Optional.of(tag), offer.tag());
        assertEquals(NATIVE.lines().count() + 1, offer.text().lines().count());

        var answer = SessionDescription.parse(SessionDescription.taggedAnswer(NATIVE, tag, "frag"));
        assertEquals(Optional.of(tag), answer.tag());
        assertEquals(Optional.of("frag"), answer.answers());
        assertTrue(answer.text().indexOf("x-muster") < answer.text().indexOf("m=application"), "at session level");
    }

    @Test
    void messageSizesAreClampedToWhatTheLibraryCanSend() {
        assertEquals(1_000, size("1000"));
        assertEquals(Channel.MESSAGE_BYTES_MAX, size("262144"));
        assertEquals(Channel.MESSAGE_BYTES_MAX, size("999999999999"));
        assertEquals(Channel.MESSAGE_BYTES_MAX, size("0"), "0 means without limit");
        assertThrows(IllegalArgumentException.class, () -> size("-1"));
        assertThrows(IllegalArgumentException.class, () -> size("many"));
    }

    @Test
    void whatLeavesTheCertificateOpenIsRefused() {
        List<String> bad = List.of(
                NATIVE.replace("a=fingerprint", "a=finger"),
                NATIVE.replace("a=mid:0", "a=mid:0\r\na=fingerprint:sha-256 " + FINGERPRINT),
                NATIVE.replace("sha-256", "sha-1"),
                NATIVE.replace("AB:AB", "AB"),
                NATIVE.replace("a=mid:0", ""),
                NATIVE.replace("a=ice-ufrag:abcdefghijklmnop", ""),
                NATIVE + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n",
                NATIVE.replace("m=application", "x=application"),
                NATIVE + "a=x\r\n".repeat(1_000));
        bad.forEach(text -> assertThrows(IllegalArgumentException.class, () -> SessionDescription.parse(text), text));
    }

    @Test
    void anyTextGivesADescriptionOrARefusal() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(NATIVE);
            for (int change = 0; change < 1 + random.nextInt(5); change++) {
                text.setCharAt(
                        random.nextInt(text.length()), (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
            }
            try {
                assertTrue(SessionDescription.parse(text.toString()).messageBytesMax() > 0);
            } catch (IllegalArgumentException refused) {
                assertTrue(String.valueOf(refused.getMessage()).length() > 10, "a refusal is a sentence");
            }
        }
    }

    private static int size(String announced) {
        return SessionDescription.parse(NATIVE + "a=max-message-size:" + announced + "\r\n")
                .messageBytesMax();
    }
}
