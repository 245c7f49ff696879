package dev.muster.signalling.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.muster.signalling.server.wire.ClientMessage.KeepAlive;
import dev.muster.signalling.server.wire.ClientMessage.Malformed;
import dev.muster.signalling.server.wire.ClientMessage.Signal;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parser accepts what the stock server's parser accepts and refuses what that refuses. */
class ClientMessageTest {
    private static final UUID ID = UUID.fromString("067e6162-3b6f-4ae2-a171-2470b63dff00");

    private static String signal(String fields) {
        return "{\"Signal\":{" + fields + "}}";
    }

    private static String receiver(String id) {
        return "\"receiver\":\"" + id + "\"";
    }

    private static void assertSignal(String data, String text) {
        assertEquals(new Signal(ID, data), ClientMessage.read(text));
    }

    private static void assertMalformed(String text) {
        assertInstanceOf(Malformed.class, ClientMessage.read(text), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"KeepAlive\"",
                " \t\r\n\"KeepAlive\" \n",
                "{\"KeepAlive\":null}",
                " { \"KeepAlive\" : null } ",
                "\"\\u004beepAlive\""
            })
    void aSignOfLifeHasSeveralSpellings(String text) {
        assertInstanceOf(KeepAlive.class, ClientMessage.read(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"KeepAlive\":{}}",
                "\"keepalive\"",
                "KeepAlive",
                "\"KeepAlive\"x",
                "\"KeepAlive\" \"KeepAlive\"",
                "\"KeepAlive\"\uFFFF",
                "\"Signal\"",
                "{\"Other\":null}",
                "{\"Uuid\":\"067e6162-3b6f-4ae2-a171-2470b63dff00\"}",
                "null",
                "[]",
                "{}",
                "",
                " ",
                "\"",
                "{",
                "{\"KeepAlive\":null",
                "{\"KeepAlive\":null,\"KeepAlive\":null}",
                "\uFFFF"
            })
    void whatIsNoMessageIsMalformed(String text) {
        assertMalformed(text);
    }

    @Test
    void fieldsComeInAnyOrderAndUnknownOnesAreLeftOut() {
        assertSignal(
                "{\"Offer\":\"v=0\\r\\n\"}", signal(receiver(ID.toString()) + ",\"data\":{\"Offer\":\"v=0\\r\\n\"}"));
        assertSignal("1", signal("\"data\":1," + receiver(ID.toString())));
        assertSignal("1", signal("\"x\":{\"a\":[1,{}]},\"data\":1,\"y\":[],\"x\":2," + receiver(ID.toString())));
        assertSignal("1", signal("\"\\u0064ata\":1," + receiver(ID.toString())));
    }

    @Test
    void theArrayFormIsASignalToo() {
        assertSignal("[1, 2]", "{\"Signal\":[\"" + ID + "\",[1, 2]]}");
        assertMalformed("{\"Signal\":[\"" + ID + "\"]}");
        assertMalformed("{\"Signal\":[\"" + ID + "\",1,2]}");
        assertMalformed("{\"Signal\":[]}");
    }

    @Test
    void dataMayBeAnythingButMustBeThereOnce() {
        for (String data :
                new String[] {"null", "true", "false", "\"\"", "0", "-0.5e-3", "[]", "{}", "{\"a\":[{},[]]}"}) {
            assertSignal(data, signal(receiver(ID.toString()) + ",\"data\": " + data + " "));
        }
        assertMalformed(signal(receiver(ID.toString())));
        assertMalformed(signal("\"data\":1"));
        assertMalformed(signal(receiver(ID.toString()) + ",\"data\":1,\"data\":1"));
        assertMalformed(signal(receiver(ID.toString()) + "," + receiver(ID.toString()) + ",\"data\":1"));
        assertMalformed("{\"Signal\":{" + receiver(ID.toString()) + ",\"data\":1},\"KeepAlive\":null}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "067E6162-3B6F-4AE2-A171-2470B63DFF00",
                "067e61623b6f4ae2a1712470b63dff00",
                "{067e6162-3b6f-4ae2-a171-2470b63dff00}",
                "urn:uuid:067e6162-3b6f-4ae2-a171-2470b63dff00"
            })
    void aReceiverHasSeveralSpellings(String spelling) {
        assertSignal("1", signal(receiver(spelling) + ",\"data\":1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nobody",
                "067e6162-3b6f-4ae2-a171-2470b63dff0",
                "067e6162-3b6f-4ae2-a171-2470b63dff0g",
                "067e61623-b6f-4ae2-a171-2470b63dff00",
                "{067e61623b6f4ae2a1712470b63dff00}",
                "URN:UUID:067e6162-3b6f-4ae2-a171-2470b63dff00",
                "０67e6162-3b6f-4ae2-a171-2470b63dff00"
            })
    void aReceiverThatIsNoIdIsMalformed(String receiver) {
        assertMalformed(signal(receiver(receiver) + ",\"data\":1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "{}", "[]"})
    void aReceiverThatIsNoStringIsMalformed(String receiver) {
        assertMalformed(signal("\"receiver\":" + receiver + ",\"data\":1"));
    }

    /** A client before 0.12 crashes on text it cannot parse, so no such text may pass. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "--1",
                "1e999",
                "-1e400",
                "tru",
                "nul",
                "'a'",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\ud800\\u0041\"",
                "\"a\nb\"",
                "\"a",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "{\"a\":1,}",
                "[}",
                "{]",
                "1 2",
                "]",
                "\uFFFF"
            })
    void dataThatIsNoJsonIsMalformed(String data) {
        assertMalformed(signal(receiver(ID.toString()) + ",\"data\":" + data));
    }

    @Test
    void surrogatePairsAndHugeIntegersAreJson() {
        assertSignal("\"\\ud83d\\ude00\"", signal(receiver(ID.toString()) + ",\"data\":\"\\ud83d\\ude00\""));
        String digits = "9".repeat(300);
        assertSignal(digits, signal(receiver(ID.toString()) + ",\"data\":" + digits));
        assertMalformed(signal(receiver(ID.toString()) + ",\"data\":" + "9".repeat(400)));
    }

    @Test
    void nestingEndsWhereTheStockParserEnds() {
        // Two levels are the message's own.
        String deepest = "[".repeat(125) + "]".repeat(125);
        assertSignal(deepest, signal(receiver(ID.toString()) + ",\"data\":" + deepest));
        assertMalformed(signal(receiver(ID.toString()) + ",\"data\":[" + deepest + "]"));
        assertMalformed(signal(receiver(ID.toString()) + ",\"data\":" + "[".repeat(60_000)));
        String objects = "{\"a\":".repeat(125) + "1" + "}".repeat(125);
        assertSignal(objects, signal(receiver(ID.toString()) + ",\"data\":" + objects));
    }

    @Test
    void whatIsRelayedIsTheSlice() {
        ClientMessage message = ClientMessage.read(signal(receiver(ID.toString()) + ",\"data\" : { \"b\" : 1 } "));
        Signal signal = assertInstanceOf(Signal.class, message);
        assertEquals(
                "{\"Signal\":{\"sender\":\"" + ID + "\",\"data\":{ \"b\" : 1 }}}",
                ServerEvents.signal(ID.toString(), signal.data()));
    }
}
