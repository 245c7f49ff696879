package dev.muster.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MatchboxCodecTest {
    private static final UUID ID = UUID.fromString("067e6162-3b6f-4ae2-a171-2470b63dff00");
    private static final String QUOTED = "\"" + ID + "\"";

    @Test
    void requestsAreWrittenToTheLetter() {
        assertEquals("\"KeepAlive\"", MatchboxCodec.encode(new SignallingRequest.KeepAlive()));
        assertEquals(
                "{\"Signal\":{\"receiver\":" + QUOTED + ",\"data\":{\"Offer\":\"v=0\\r\\no=- \\\"\"}}}",
                encoded(new PeerSignal.Offer("v=0\r\no=- \"")));
        assertEquals(
                "{\"Signal\":{\"receiver\":" + QUOTED + ",\"data\":{\"Answer\":\"v=0\"}}}",
                encoded(new PeerSignal.Answer("v=0")));
        assertEquals(
                "{\"Signal\":{\"receiver\":" + QUOTED
                        + ",\"data\":{\"IceCandidate\":\"{\\\"candidate\\\":\\\"candidate:1\\\","
                        + "\\\"sdpMid\\\":\\\"0\\\",\\\"sdpMLineIndex\\\":0,"
                        + "\\\"usernameFragment\\\":\\\"abcd\\\"}\"}}}",
                encoded(new PeerSignal.IceCandidate(
                        "candidate:1", Optional.of("0"), OptionalInt.of(0), Optional.of("abcd"))));
        assertEquals(
                "{\"Signal\":{\"receiver\":" + QUOTED + ",\"data\":{\"IceCandidate\":\"null\"}}}",
                encoded(new PeerSignal.EndOfCandidates()));
    }

    @Test
    void aCandidateAlwaysHasAMidAndAnIndexBecauseBrowserPeersCrashWithoutThem() {
        String frame = encoded(
                new PeerSignal.IceCandidate("candidate:1", Optional.empty(), OptionalInt.empty(), Optional.empty()));
        assertTrue(
                frame.contains("\\\"sdpMid\\\":\\\"\\\",\\\"sdpMLineIndex\\\":0,\\\"usernameFragment\\\":null"), frame);
    }

    @Test
    void eventsOfStockServersAreRead() {
        assertEquals(new SignallingEvent.IdAssigned(ID), ok("{\"IdAssigned\":" + QUOTED + "}"));
        assertEquals(new SignallingEvent.NewPeer(ID), ok(" {\"NewPeer\" : " + QUOTED.toUpperCase(Locale.ROOT) + "} "));
        assertEquals(new SignallingEvent.PeerLeft(ID), ok("{\"PeerLeft\":" + QUOTED + "}"));
        assertEquals(
                new SignallingEvent.Signal(ID, new PeerSignal.Offer("v=0\r\nx")),
                ok("{\"Signal\":{\"data\":{\"Offer\":\"v=0\\r\\nx\"},\"new\":1,\"sender\":" + QUOTED + "}}"));
    }

    @Test
    void whatOurServerSaysToThoseWhoAskedIsRead() {
        assertEquals(
                new SignallingEvent.Complaint("unknown_receiver", "\"nobody\"", Optional.of(ID)),
                ok("{\"Error\":{\"kind\":\"unknown_receiver\",\"detail\":\"nobody\",\"receiver\":" + QUOTED + "}}"));
        assertEquals(
                new SignallingEvent.Complaint("too_fast", "\"slow down\"", Optional.empty()),
                ok("{\"Error\":{\"kind\":\"too_fast\",\"detail\":\"slow down\"}}"));
        assertEquals(
                new SignallingEvent.Draining(Duration.ofMillis(300)), ok("{\"Draining\":{\"closesInMillis\":300}}"));
        var relay = new SignallingEvent.IceServers.Relay(List.of("turn:a:1", "turns:b:2"), "9:u", "hush");
        assertEquals(
                new SignallingEvent.IceServers(List.of(relay), Duration.ofMinutes(10)),
                ok("{\"IceServers\":{\"ttlSeconds\":600,\"servers\":[{\"urls\":[\"turn:a:1\",\"turns:b:2\"],"
                        + "\"username\":\"9:u\",\"credential\":\"hush\"}]}}"));
        assertTrue(!relay.toString().contains("hush"), "a credential stays out of logs");
        for (String bad : List.of(
                "{\"Error\":{}}",
                "{\"Draining\":{\"closesInMillis\":-1}}",
                "{\"Draining\":{\"closesInMillis\":1e99}}",
                "{\"IceServers\":{\"ttlSeconds\":1,\"servers\":[{\"urls\":\"turn:a\"}]}}",
                "{\"IceServers\":{\"ttlSeconds\":1,\"servers\":{}}}")) {
            assertInstanceOf(Decoded.Rejected.class, MatchboxCodec.decodeEvent(bad), bad);
        }
    }

    @Test
    void candidatesOfEveryKnownPeerAreRead() {
        assertEquals(
                new PeerSignal.IceCandidate("candidate:1 x", Optional.empty(), OptionalInt.of(0), Optional.empty()),
                candidate("{\"candidate\":\"candidate:1 x\",\"sdpMid\":\"\","
                        + "\"sdpMLineIndex\":0,\"usernameFragment\":null}"));
        assertEquals(
                new PeerSignal.IceCandidate("candidate:2", Optional.of("0"), OptionalInt.of(0), Optional.of("UgMY")),
                candidate("{\"candidate\":\"candidate:2\",\"sdpMid\":\"0\","
                        + "\"sdpMLineIndex\":0,\"usernameFragment\":\"UgMY\"}"));
        assertEquals(
                new PeerSignal.IceCandidate("candidate:3", Optional.empty(), OptionalInt.empty(), Optional.empty()),
                candidate("{\"candidate\":\"candidate:3\"}"));
        for (String end : List.of("null", "{\"candidate\":\"\"}", "")) {
            assertEquals(new PeerSignal.EndOfCandidates(), candidate(end), end);
        }
    }

    @Test
    void everythingElseIsRejectedWithASentence() {
        String deep = "[".repeat(100) + "]".repeat(100);
        for (String frame : List.of(
                "",
                " ",
                "null",
                "[]",
                "{}",
                "\"IdAssigned\"",
                "KeepAlive",
                "{\"IdAssigned\":1}",
                "{\"IdAssigned\":\"1-1-1-1-1\"}",
                "{\"IdAssigned\":" + QUOTED + "} x",
                "{\"IdAssigned\":" + QUOTED + ",\"NewPeer\":" + QUOTED + "}",
                "{\"IdAssigned\":" + QUOTED + ",\"IdAssigned\":" + QUOTED + "}",
                "{\"RoomInfo\":{}}",
                "{\"Signal\":{}}",
                "{\"Signal\":{\"sender\":" + QUOTED + "}}",
                signal("{\"Bye\":\"x\"}"),
                signal("{\"Offer\":{}}"),
                signal("{\"Offer\":\"hello\"}"),
                signal("{\"Offer\":\"v=0" + "x".repeat(70_000) + "\"}"),
                signal("{\"IceCandidate\":null}"),
                signal("{\"IceCandidate\":\"{\"}"),
                signal("{\"IceCandidate\":\"[1]\"}"),
                signal("\"123\""),
                signal("{\"IceCandidate\":\"{\\\"candidate\\\":\\\"a\\\\nb\\\"}\"}"),
                signal("{\"Offer\":\"v=0\",\"Answer\":\"v=0\"}"),
                deep,
                "x".repeat(200_000))) {
            var rejected = assertInstanceOf(
                    Decoded.Rejected.class, MatchboxCodec.decodeEvent(frame), () -> frame.substring(0, 60));
            assertTrue(rejected.reason().length() < 300, rejected.reason());
        }
    }

    @Test
    void anyTextIsDecodedOrRejectedAndNeverThrows() {
        var random = new Random(11);
        String good = signal("{\"IceCandidate\":\"{\\\"candidate\\\":\\\"candidate:1\\\",\\\"sdpMLineIndex\\\":0}\"}");
        int rejected = 0;
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder(good);
            for (int change = 0; change < 1 + random.nextInt(4); change++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(128));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, "{}[]\",:\\0u".charAt(random.nextInt(10)));
                }
            }
            rejected += MatchboxCodec.decodeEvent(text.toString()) instanceof Decoded.Rejected ? 1 : 0;
        }
        assertTrue(rejected > 10_000, "most changes break something: " + rejected);
    }

    @Test
    void whatCannotBeSaidCannotBeMade() {
        assertThrows(IllegalArgumentException.class, () -> new PeerSignal.Offer("hello"));
        assertThrows(IllegalArgumentException.class, () -> new PeerSignal.Answer("v=0" + "x".repeat(65_536)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PeerSignal.IceCandidate("a\r\nb", Optional.empty(), OptionalInt.empty(), Optional.empty()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PeerSignal.IceCandidate("a", Optional.empty(), OptionalInt.of(-1), Optional.empty()));
    }

    private static String encoded(PeerSignal signal) {
        return MatchboxCodec.encode(new SignallingRequest.Signal(ID, signal));
    }

    private static String signal(String data) {
        return "{\"Signal\":{\"sender\":" + QUOTED + ",\"data\":" + data + "}}";
    }

    private static SignallingEvent ok(String frame) {
        return (SignallingEvent) assertInstanceOf(Decoded.Ok.class, MatchboxCodec.decodeEvent(frame))
                .value();
    }

    private static PeerSignal candidate(String json) {
        String text = json.replace("\\", "\\\\").replace("\"", "\\\"");
        return ((SignallingEvent.Signal) ok(signal("{\"IceCandidate\":\"" + text + "\"}"))).data();
    }
}
