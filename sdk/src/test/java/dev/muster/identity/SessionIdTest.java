package dev.muster.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIdTest {
    private static final SessionId ID = new SessionId(UUID.fromString("0198a7c3-25b1-8e5d-9a10-7f3c2be4d6a8"));
    private static final PublicKey CREATOR = new PublicKey(new byte[PublicKey.BYTES]);
    private static final Nonce NONCE = new Nonce(new byte[Nonce.BYTES]);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0198a7c3-25b1-8e5d-9a10-7f3c2be4d6a8",
                "0198A7C3-25B1-8E5D-9A10-7F3C2BE4D6A8",
                "0198a7c325b18e5d9a107f3c2be4d6a8",
                "  0198a7c3-25b1-8e5d-9a10-7f3c2be4d6a8\n",
                "0198 a7c3 25b1 8e5d 9a10 7f3c 2be4 d6a8",
                "0198a7c3\u201325b1\u20138e5d\u20139a10\u20137f3c2be4d6a8",
                "0198a7c3-25b1-8e5d-\n9a10-7f3c2be4d6a8",
                "\u200b0198a7c3-25b1-8e5d-9a10-7f3c2be4d6a8",
                "https://play.example.org/join/0198a7c3-25b1-8e5d-9a10-7f3c2be4d6a8",
                "https://play.example.org/join/0198a7c3-25b1-8e5d-9a10-7f3c2be4d6a8/",
                "https://play.example.org/?room=0198a7c3-25b1-8e5d-9a10-7f3c2be4d6a8",
                "https://play.example.org/join/0198A7C325B18E5D9A107F3C2BE4D6A8?from=chat#top",
                "muster:0198a7c3-25b1-8e5d-9a10-7f3c2be4d6a8",
                "wss://[::1]:3536/0198a7c3-25b1-8e5d-9a10-7f3c2be4d6a8"
            })
    void whatPeopleTypeAndPasteIsUnderstood(String text) {
        assertEquals(ID, SessionId.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "lobby",
                "0198a7c3-25b1-8e5d-9a10-7f3c2be4d6a",
                "0198a7c3-25b1-8e5d-9a10-7f3c2be4d6a88",
                "0198a7c3-25b1-8e5d-9a10-7f3c2be4d6ag",
                "https://play.example.org/",
                "https://play.example.org/0198a7c3-25b1-8e5d-9a10-7f3c2be4d6a8/lobby",
                "https://play.example.org/00198a7c3-25b1-8e5d-9a10-7f3c2be4d6a8"
            })
    void whatIsNoIdIsRefusedWithASentence(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> SessionId.parse(text));
        assertTrue(String.valueOf(refused.getMessage()).contains("copy it again from the host"), refused.getMessage());
    }

    @Test
    void aRefusalShowsNeitherControlCharactersNorAWholeBook() {
        var refused = assertThrows(
                IllegalArgumentException.class, () -> SessionId.parse("\u001b[31m" + "x".repeat(1_000_000)));
        assertFalse(String.valueOf(refused.getMessage()).contains("\u001b"));
        assertTrue(String.valueOf(refused.getMessage()).length() < 300);
    }

    @Test
    void anIdIsReadBackAsItWasPrinted() {
        var random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            var id = new SessionId(new UUID(random.nextLong(), random.nextLong()));
            assertEquals(id, SessionId.parse(id.toString()));
        }
    }

    @Test
    void anIdIsMadeByItsCreatorAndItsNonceAlone() {
        SessionId id = SessionId.of(CREATOR, NONCE);
        byte[] other = new byte[32];
        other[31] = 1;
        assertTrue(id.isSelfCertifying());
        assertTrue(id.isMadeBy(CREATOR, NONCE));
        assertFalse(id.isMadeBy(new PublicKey(other), NONCE));
        assertFalse(id.isMadeBy(CREATOR, Nonce.parse("00".repeat(15) + "01")));
    }

    @Test
    void anIdOfAnotherVersionProvesNothing() {
        SessionId id = SessionId.of(CREATOR, NONCE);
        var version4 = new SessionId(new UUID(
                (id.value().getMostSignificantBits() & ~0xF000L) | 0x4000L,
                id.value().getLeastSignificantBits()));
        assertFalse(version4.isSelfCertifying());
        assertFalse(version4.isMadeBy(CREATOR, NONCE));
    }

    /** Every bit but those of version and variant comes from the hash: worked out apart from this code. */
    @Test
    void theIdIsWhatTheRuleSays() {
        assertEquals(
                "241d467b-0b15-8681-bb09-a446613021c1",
                SessionId.of(CREATOR, NONCE).toString());
    }

    @Test
    void aPersonHasOneIdInASessionAndAnotherInTheNext() {
        UUID here = ID.participantId(CREATOR);
        assertEquals(here, ID.participantId(CREATOR));
        assertEquals(8, here.version());
        assertNotEquals(here, SessionId.of(CREATOR, NONCE).participantId(CREATOR));
        assertNotEquals(here, ID.value());
    }
}
