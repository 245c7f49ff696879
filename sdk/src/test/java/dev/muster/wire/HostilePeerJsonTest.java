package dev.muster.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody might send who wants harm: each costs its sender, and nobody else. */
class HostilePeerJsonTest {
    private static final String H = "ab".repeat(32);
    private static final String S = "cd".repeat(64);
    private static final String ID = "00000000-0000-8000-8000-00000000000a";

    private static final Map<String, String> SOUND = Map.of(
            "head",
            "{\"type\":\"head\",\"term\":1,\"sequence\":2,\"hash\":\"H\",\"checkpoint\":null,"
                    + "\"signature\":\"S\",\"replicated\":[2,1]}",
            "event",
            "{\"type\":\"event_broadcast\",\"event\":{\"type\":\"LobbyEvent\",\"sequence\":1,"
                    + "\"lobby_id\":\"ID\",\"timestamp\":5,"
                    + "\"term\":0,\"previous\":\"H\",\"author\":{\"actor\":{\"key\":\"H\",\"incarnation\":\""
                    + "0f".repeat(16)
                    + "\"},\"number\":1},\"event\":{\"x\":1}}}",
            "card",
            "{\"type\":\"lobby_card\",\"lobby_id\":\"ID\",\"name\":\"L\",\"participants\":1,"
                    + "\"capacity\":2,\"open\":true,\"password\":null}",
            "part",
            "{\"type\":\"part\",\"index\":0,\"count\":2,\"bytes\":\"AAAA\"}",
            "farewell",
            "{\"type\":\"farewell\",\"code\":\"Left\",\"sentence\":\"Bye.\"}");

    /** Which document, what in it is replaced, by what, and the reason to be given. */
    private static final String ATTACKS = """
            head  | "term":1,            |                              | the field term is missing
            head  | "hash":"abab         | "hash":"ABab                 | 64 hexadecimal digits in lower case
            head  | "hash":"ab           | "hash":"                     | 64 hexadecimal digits in lower case
            head  | "hash":"a            | "hash":"\\u0061              | 64 hexadecimal digits in lower case
            head  | "hash":"ab           | "hash":"éb                   | 64 hexadecimal digits in lower case
            head  | "hash":"             | "hash":7,"old":"             | a string is expected
            head  | "term":1             | "term":1,"term":1            | twice the field
            head  | "term":1             | "term":1,"\\u0074erm":1      | twice the field
            head  | "term":1             | "term":1,"type":"head"       | twice the field
            head  | "term":1             | "term":1.0                   | a whole number
            head  | "term":1             | "term":1e0                   | a whole number
            head  | "term":1             | "term":"1"                   | a whole number
            head  | "term":1             | "term":null                  | a whole number
            head  | "term":1             | "term":-1                    | no head
            head  | "term":1             | "term":9007199254740993      | up to 2^53
            head  | "term":1             | "term":18446744073709551617  | up to 2^53
            head  | "term":1             | "term":-9223372036854775808  | up to 2^53
            head  | "term":1             | "term":01                    | no JSON
            head  | "term":1             | "term":+1                    | a whole number
            head  | "term":1             | "term":1 2                   | no JSON
            head  | "term":1             | "term":0x1                   | no JSON
            head  | [2,1]                | [2,1,]                       | a whole number
            head  | [2,1]                | [,2]                         | a whole number
            head  | [2,1]                | [2 1]                        | no JSON
            head  | [2,1]                | [2,null]                     | a whole number
            head  | [2,1]                | {"0":2}                      | a list
            head  | [2,1]                | [2,1                         | no JSON
            head  | [2,1]}               | [2,1]                        | no JSON
            head  | [2,1]}               | [2,1],}                      | no JSON
            head  | [2,1]}               | [2,1]}}                      | no JSON
            head  | [2,1]}               | [2,1]} x                     | no JSON
            head  | [2,1]}               | [2,1]}{}                     | no JSON
            head  | "type":"head"        | "type":["head"]              | a string is expected
            head  | "type":"head"        | "typ":"head"                 | in the field type
            head  | "checkpoint":null    | "checkpoint":nul | no JSON
            head  | "checkpoint":null    | "checkpoint":NaN             | an object is expected
            head  | "checkpoint":null    | 'checkpoint':null | no JSON
            head  | "checkpoint":null    | checkpoint:null | no JSON
            head  | "checkpoint":null    | "checkpoint" null | no JSON
            head  | "checkpoint":null    | /**/"checkpoint":null | no JSON
            head  | "checkpoint":null    | "":{"a":1,,"b":2},"checkpoint":null | no JSON
            head  | "checkpoint":null    | "":"\\x",""checkpoint":null | no JSON
            event | "sequence":1         | "sequence":0                 | count from 1
            event | "timestamp":5        | "timestamp":-5               | lobby time
            event | 0000-8000-8000       | 0000-8000-800A               | lower case
            event | 0000-8000-8000       | 0000-8000-80-0               | lower case
            event | 0000-8000-8000       | 0000-8000                    | lower case
            event | "lobby_id":"         | "lobby_id":"{                | lower case
            event | "number":1           | "number":0                   | count from 1
            event | "event":{"x":1}      | "event":{"x":1               | no JSON
            event | "event":{"x":1}      | "event":                     | no JSON
            event | "event":{"x":1}      | "event":{"x":01}             | no JSON
            event | "event":{"x":1}      | "event":{"x":"\\ud800"}      | whole characters
            event | "event":{"x":1}      | "event":{"x":"\\udc00\\ud800"} | whole characters
            event | "event":{"x":1}      | "event":{"x":"\\ud800\\n"}   | whole characters
            event | "event":{"x":1}      | "event":{"x":"\\u00g0"}      | no JSON
            event | "event":{"x":1}      | "event":{"x":"\\u00           | no JSON
            event | "event":{"x":1}      | "event":{"x":1},"event":{}   | twice the field
            event | "event":{"x":1}      | "more":{"x":1}               | the field event is missing
            card  | "name":"L"           | "name":" L"                  | no spaces around it
            card  | "name":"L"           | "name":"\\u0007"             | A name has
            card  | "name":"L"           | "name":"\\udfff"             | whole characters
            card  | "participants":1     | "participants":3             | places taken
            card  | "capacity":2         | "capacity":4294967298        | 32 bits
            card  | "open":true          | "open":1                     | true or false
            card  | "open":true          | "open":truth                 | no JSON
            card  | "password":null      | "password":{"salt_hex":"00","rounds":100000} | a salt is
            part  | "index":0            | "index":2                    | no part
            part  | "count":2            | "count":1                    | no part
            part  | "count":2            | "count":100000               | no part
            part  | AAAA                 | AA*A                         | Base64
            part  | AAAA                 | AAA                          | Base64
            part  | AAAA                 | AAB=                         | Base64
            part  | AAAA                 | AA\\nAA                      | Base64
            part  | AAAA                 |                              | no part
            farewell | Left              | LEFT                         | one of [
            """;

    static Stream<Arguments> attacks() {
        return ATTACKS.lines()
                .map(line -> line.split("\\|"))
                .map(cells -> Arguments.of(cells[0].trim(), cells[1].trim(), cells[2].trim(), cells[3].trim()));
    }

    private static String sound(String what) {
        return Objects.requireNonNull(SOUND.get(what))
                .replace("\"H\"", "\"" + H + "\"")
                .replace("\"S\"", "\"" + S + "\"")
                .replace("ID", ID);
    }

    private static Decoded<Optional<PeerMessage>> read(byte[] bytes) {
        return PeerJson.decode(RawJson.takeOver(bytes));
    }

    private static void isRefused(byte[] bytes, String why) {
        var refused = assertInstanceOf(Decoded.Rejected.class, read(bytes));
        assertTrue(refused.reason().contains(why), refused::reason);
        assertTrue(refused.reason().length() < 400, "a reason quotes little of what it is about");
    }

    @Test
    void whatTheTableStartsFromIsSound() {
        SOUND.keySet()
                .forEach(what ->
                        assertInstanceOf(Decoded.Ok.class, read(sound(what).getBytes(UTF_8)), what));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void whatIsNotWrittenSoIsRefusedWithAReason(String what, String from, String to, String why) {
        String sound = sound(what);
        int at = sound.indexOf(from);
        assertTrue(at >= 0, () -> "nothing there to replace: " + from);
        isRefused((sound.substring(0, at) + to + sound.substring(at + from.length())).getBytes(UTF_8), why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "null",
                "7",
                "\"head\"",
                "[]",
                "[{\"type\":\"head\"}]",
                "{}",
                "}",
                "\u0000",
                "{\"type\""
            })
    void whatIsNoMessageAtAllIsRefused(String text) {
        assertInstanceOf(Decoded.Rejected.class, read(text.getBytes(UTF_8)));
    }

    @Test
    void whatIsNoUtf8IsRefusedWhereverItStands() {
        for (int[] bad : new int[][] {
            {0x80},
            {0xC0, 0x80},
            {0xC1, 0xBF},
            {0xE0, 0x80, 0x80},
            {0xED, 0xA0, 0x80},
            {0xED, 0xBF, 0xBF},
            {0xF4, 0x90, 0x80, 0x80},
            {0xF8, 0x88, 0x80, 0x80, 0x80},
            {0xFF},
            {0xC3},
            {0xE2, 0x82},
            {0xF0, 0x9F, 0x98},
            {0xEF, 0xBF, 0xBD, 0x80}
        }) {
            for (String place : List.of("Bye.", "sentence", "{\"later\":\"Bye.\",\"type\"", "{\"Bye.\":0,\"type\"")) {
                String text = place.startsWith("{") ? sound("farewell").replace("{\"type\"", place) : sound("farewell");
                String hole = place.equals("sentence") ? "sentence" : "Bye.";
                isRefused(replaced(text, hole, bad), "no UTF-8");
            }
        }
        assertInstanceOf(Decoded.Ok.class, read(replaced(sound("farewell"), "Bye.", new int[] {0xEF, 0xBF, 0xBD})));
    }

    private static byte[] replaced(String text, String hole, int[] bytes) {
        var made = new ByteArrayOutputStream();
        made.writeBytes(text.substring(0, text.indexOf(hole)).getBytes(UTF_8));
        for (int b : bytes) {
            made.write(b);
        }
        made.writeBytes(text.substring(text.indexOf(hole) + hole.length()).getBytes(UTF_8));
        return made.toByteArray();
    }

    @Test
    void otherEncodingsAndMarksInFrontAreRefused() {
        isRefused(("\uFEFF" + sound("head")).getBytes(UTF_8), "no JSON");
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
            isRefused(sound("head").getBytes(charset), "no JSON");
        }
        isRefused(sound("head").getBytes(java.nio.charset.Charset.forName("UTF-32LE")), "no JSON");
    }

    @Test
    void whatIsTooLongTooDeepOrTooManyIsRefused() {
        isRefused(new byte[PeerJson.MESSAGE_BYTES_MAX + 1], "at most " + PeerJson.MESSAGE_BYTES_MAX);
        String event = sound("event");
        isRefused(event.replace("{\"x\":1}", "[".repeat(100_000)).getBytes(UTF_8), "deep");
        isRefused(event.replace("{\"x\":1}", "{\"x\":".repeat(100_000)).getBytes(UTF_8), "deep");
        isRefused(
                event.replace("\"event\":{\"x\"", "\"later\":" + "[".repeat(60) + "]".repeat(60) + ",\"event\":{\"x\"")
                        .getBytes(UTF_8),
                "deep");
        isRefused(
                event.replace("{\"x\":1}", "\"" + "x".repeat(LobbyJson.EVENT_BYTES_MAX) + "\"")
                        .getBytes(UTF_8),
                "at most " + LobbyJson.EVENT_BYTES_MAX);
        isRefused(event.replace("{\"x\":1}", "9".repeat(33)).getBytes(UTF_8), "at most 32 characters");
        isRefused(sound("head").replace("[2,1]", "[0" + ",0".repeat(64) + "]").getBytes(UTF_8), "at most 64 items");
        String lobbyEvent = event.substring(event.indexOf("{\"type\":\"LobbyEvent\""), event.length() - 1);
        String answer = "{\"type\":\"missing_events_response\",\"events\":[" + lobbyEvent
                + ("," + lobbyEvent).repeat(256) + "]}";
        isRefused(answer.getBytes(UTF_8), "at most 256 items");
        isRefused(sound("farewell").replace("Bye.", "x".repeat(501)).getBytes(UTF_8), "one sentence");
    }

    /** Whoever sends much makes us work for it once, and hold no more than a few times as much. */
    @Test
    void nothingTakesMoreMemoryThanAFewTimesItsOwnSize() {
        Function<String, String> event = value -> sound("event").replace("{\"x\":1}", value);
        takesLittle(event.apply("[0" + ",0".repeat(130_000) + "]"));
        takesLittle(event.apply("[" + "[],".repeat(80_000) + "[]]"));
        takesLittle(event.apply("{" + "\"\":0,".repeat(50_000) + "\"\":0}"));
        takesLittle(event.apply("\"" + "\\u00e9".repeat(40_000) + "\""));
        takesLittle(sound("head").replace("[2,1]", "[0" + ",0".repeat(2_000_000) + "]"));
        takesLittle(sound("head").replace("\"term\"", "\"x\":0,".repeat(800_000) + "\"term\""));
        takesLittle(sound("farewell").replace("Bye.", "é".repeat(2_000_000)));
        takesLittle(sound("farewell").replace("Bye.", "\\n".repeat(2_000_000)));
        takesLittle(sound("farewell").replace("Bye.", "\uFFFD".repeat(1_000_000)));
        takesLittle(sound("part").replace("AAAA", "AAAA".repeat(1_000_000)));
        takesLittle("{\"type\":\"" + "\\u0041".repeat(500_000) + "\"}");
    }

    private static void takesLittle(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        read(bytes);
        long taken = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(
                taken <= 8L * bytes.length + 100_000,
                () -> taken + " bytes for " + bytes.length + ": " + text.substring(0, 60));
    }

    @Test
    void damagedBytesGiveAnotherValueOrAReasonAndNeverAnException() {
        var random = new SplittableRandom(7);
        List<byte[]> samples = PeerJsonTest.golden().stream()
                .map(line -> line.getValue().getBytes(UTF_8))
                .toList();
        int understood = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = Damage.damaged(samples.get(random.nextInt(samples.size())), random);
            understood += SecondReading.check(damaged) ? 1 : 0;
        }
        assertTrue(understood > 0, "some damage is another value");
    }

    @Test
    void whatIsCutOffIsNeverUnderstood() {
        for (Map.Entry<String, String> line : PeerJsonTest.golden()) {
            byte[] whole = line.getValue().getBytes(UTF_8);
            for (int length = 0; length < whole.length; length += 1 + length / 100) {
                RawJson cut = RawJson.copyOf(whole, 0, length);
                assertInstanceOf(Decoded.Rejected.class, PeerJson.decode(cut));
                assertInstanceOf(Decoded.Rejected.class, PeerJson.decodeSnapshot(cut));
            }
        }
        assertEquals(49, PeerJsonTest.golden().size());
    }
}
