package dev.muster.signalling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignallingUrlTest {
    private static final String ROOM = "067e6162-3b6f-8ae2-a171-2470b63dff00";

    @Test
    void theRoomBecomesTheLastSegment() {
        assertEquals("wss://example.org/" + ROOM, url("wss://example.org"));
        assertEquals("wss://example.org/" + ROOM, url("WSS://example.org/"));
        assertEquals("ws://127.0.0.1:3536/" + ROOM, url(" ws://127.0.0.1:3536// "));
        assertEquals("ws://[::1]:3536/" + ROOM, url("ws://[::1]:3536"));
        assertEquals("wss://example.org/lobby/" + ROOM, url("wss://example.org/lobby/"));
        assertEquals("wss://example.org/lobby/" + ROOM + "?token=t%20u", url("wss://example.org/lobby?token=t%20u"));
        assertEquals("wss://example.org/" + ROOM + "?next=2", url("wss://example.org/?next=2"));
    }

    @Test
    void theQuestionForMoreJoinsTheQueryOnce() {
        for (String asked : List.of("ws://h/r?muster=1", "ws://h/r?token=t&muster=1", "ws://h/r?muster=1&next=2")) {
            assertEquals(URI.create(asked), SignallingUrl.extended(URI.create(asked)));
        }
        assertEquals(URI.create("ws://h/r?muster=1"), SignallingUrl.extended(URI.create("ws://h/r")));
        assertEquals(URI.create("ws://h/r?muster=1"), SignallingUrl.extended(URI.create("ws://h/r?")));
        assertEquals(URI.create("ws://h/r?t=%20u&muster=1"), SignallingUrl.extended(URI.create("ws://h/r?t=%20u")));
    }

    @Test
    void aRoomOfAnyNameIsOneSegment() {
        assertEquals(
                "ws://h/a%2Fb%20%3F%23%C3%A9",
                SignallingUrl.of("ws://h", "a/b ?#é").toString());
        assertThrows(IllegalArgumentException.class, () -> SignallingUrl.of("ws://h", ""));
    }

    @Test
    void nonsenseIsRefusedWithASentenceThatSaysWhatToDo() {
        for (String server : List.of(
                "",
                "example.org",
                "example.org:3536",
                "http://example.org",
                "https://example.org",
                "ftp://example.org",
                "ws://",
                "ws:///room",
                "ws://exa mple.org",
                "ws://host:99999",
                "ws://host:0",
                "ws://host:port",
                "wss://user:secret@example.org",
                "wss://example.org/#room",
                "::::",
                "wss://?x")) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> url(server), server);
            assertTrue(String.valueOf(refusal.getMessage()).contains("wss://play.example.org"), refusal.getMessage());
        }
        var http = assertThrows(IllegalArgumentException.class, () -> url("https://example.org"));
        assertTrue(String.valueOf(http.getMessage()).contains("use wss instead of https"), http.getMessage());
    }

    private static String url(String server) {
        return SignallingUrl.of(server, ROOM).toString();
    }
}
