package dev.muster.signalling.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadParserTest {
    private static final int LINES = 100;

    private static HeadReading parse(String text) {
        return RequestHeadParser.parse(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)), 0, LINES);
    }

    @Test
    void aHeadIsReadAndWhatFollowsIsLeft() {
        String head = "GET /a?b=c HTTP/1.1\r\nHost: x\r\nX-List: a\r\nx-list:  b \r\nEmpty:\r\n\r\n";
        HeadReading.Complete complete = assertInstanceOf(HeadReading.Complete.class, parse(head + "rest"));
        assertEquals(head.length(), complete.length());
        assertEquals("GET", complete.head().method());
        assertEquals("/a?b=c", complete.head().target());
        assertEquals(1, complete.head().minorVersion());
        assertEquals(Optional.of("a, b"), complete.head().header("X-LIST"));
        assertEquals(Optional.of(""), complete.head().header("empty"));
        assertEquals(Optional.empty(), complete.head().header("absent"));
    }

    @Test
    void tokensAreFoundInLists() {
        HeadReading.Complete complete = assertInstanceOf(
                HeadReading.Complete.class,
                parse("GET / HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n\r\n"));
        assertTrue(complete.head().hasToken("connection", "upgrade"));
        assertFalse(complete.head().hasToken("connection", "up"));
        assertTrue(complete.head().wantsWebSocket());
    }

    @Test
    void everyPrefixOfAHeadIsIncomplete() {
        byte[] head = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        for (int length = 0; length < head.length; length++) {
            for (int searched = 0; searched <= length; searched++) {
                ByteBuffer prefix = ByteBuffer.wrap(head).limit(length);
                assertInstanceOf(HeadReading.Incomplete.class, RequestHeadParser.parse(prefix, searched, LINES));
            }
        }
        for (int searched = 0; searched < head.length; searched++) {
            assertInstanceOf(
                    HeadReading.Complete.class, RequestHeadParser.parse(ByteBuffer.wrap(head), searched, LINES));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001",
                "get / HTTP/1.1",
                " GET / HTTP/1.1\r\n\r\n",
                "\r\nGET / HTTP/1.1\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/2.0\r\n\r\n",
                "GET  / HTTP/1.1\r\n\r\n",
                "GET /a b HTTP/1.1\r\n\r\n",
                "GET /\u00e9 HTTP/1.1\r\n\r\n",
                "GE(T / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\n: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                "GET / HTTP/1.1\r\nA: x\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\nA: x\ny\r\n\r\n",
                "GET / HTTP/1.1\r\nA: x\u0000\r\n\r\n"
            })
    void whatIsNoRequestIsMalformed(String text) {
        assertInstanceOf(HeadReading.Malformed.class, parse(text));
    }

    /** What a browser would never send, but somebody who writes a URL by hand does. */
    @Test
    void aPathThatIsNotAsciiIsToldWhatToDo() {
        HeadReading.Malformed malformed = assertInstanceOf(
                HeadReading.Malformed.class, parse("GET /caf\u00c3\u00a9 HTTP/1.1\r\nHost: x\r\n\r\n"));
        assertEquals(
                "the path holds characters that are not ASCII; percent-encode them, as in /caf%C3%A9",
                malformed.reason());
    }

    @Test
    void linesAreCounted() {
        assertInstanceOf(HeadReading.Complete.class, parse("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(100) + "\r\n"));
        assertInstanceOf(HeadReading.TooLarge.class, parse("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(101) + "\r\n"));
    }
}
