package dev.muster.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.FullLobby;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.Refusal;
import dev.muster.domain.RefusalCode;
import dev.muster.identity.Hash;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeerJsonTest {
    private static final int SEEDS = 30;
    private static final String SNAPSHOT = "snapshot";

    /** An envelope with everything where nobody would write it, around an event that no writer of ours would write. */
    private static final String ODD_EVENT =
            "{ \"type\" :\t\"dan\\u0063e\" , \"x\":[ 1.50e+3,\r\n-0 ],\"\\/\" : \"\\\"é😀\" }";

    private static final String ODD_BROADCAST =
            """
             { "later":{"event":1}, "event" : {"event":
            %s ,"author" : null, "timestamp":0, "lobby_id":"00000000-0000-0000-0000-000000000001",
            "previous":"%s","term":7,"\\u0073equence":3 , "type":[] } ,"\\u0074ype" : "event_\\u0062roadcast"}
            """.formatted(ODD_EVENT, "0".repeat(64)).strip();

    private static <T> T ok(Decoded<T> decoded) {
        assertInstanceOf(Decoded.Ok.class, decoded, decoded::toString);
        return ((Decoded.Ok<T>) decoded).value();
    }

    private static RawJson json(String text) {
        return RawJson.takeOver(text.getBytes(UTF_8));
    }

    private static String text(RawJson json) {
        return new String(json.toByteArray(), UTF_8);
    }

    private static PeerMessage message(RawJson json) {
        return ok(PeerJson.decode(json)).orElseThrow();
    }

    /** Name and document of every line. */
    static List<Map.Entry<String, String>> golden() {
        URL golden = Objects.requireNonNull(PeerJsonTest.class.getResource("peer-json.golden"));
        try {
            return Files.readAllLines(Path.of(golden.toURI())).stream()
                    .map(line -> line.split("\t", 2))
                    .map(parts -> Map.entry(parts[0], parts[1]))
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatWasWrittenIsReadBackAsItWas() {
        Set<Class<?>> seen = new HashSet<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            var tales = new PeerTales(seed);
            for (PeerMessage message : tales.messages()) {
                RawJson written = PeerJson.encode(message);
                assertEquals(message, message(written), () -> text(written));
                seen.add(message.getClass());
            }
            Snapshot snapshot = tales.snapshot();
            assertEquals(snapshot, ok(PeerJson.decodeSnapshot(PeerJson.encodeSnapshot(snapshot))));
        }
        assertEquals(everything(), seen);
    }

    private static Set<Class<?>> everything() {
        Set<Class<?>> all = new HashSet<>();
        Stream.of(LinkMessage.class, SyncMessage.class, AuthorityMessage.class)
                .flatMap(root -> Arrays.stream(root.getPermittedSubclasses()))
                .forEach(all::add);
        return all;
    }

    /** Changing a spelling means that peers of one version no longer understand each other: it must not slip in. */
    @Test
    void everySpellingIsTheOneThatWasAgreedOn() {
        Map<String, Class<?>> agreedOn = new HashMap<>();
        for (Map.Entry<String, String> line : golden()) {
            RawJson written = json(line.getValue());
            if (line.getKey().equals(SNAPSHOT)) {
                assertEquals(written, PeerJson.encodeSnapshot(ok(PeerJson.decodeSnapshot(written))));
            } else {
                PeerMessage message = message(written);
                assertEquals(line.getValue(), text(PeerJson.encode(message)));
                assertTrue(line.getValue().startsWith("{\"type\":\"" + line.getKey() + "\""), line::toString);
                agreedOn.put(line.getKey(), message.getClass());
            }
        }
        assertEquals(everything(), new HashSet<>(agreedOn.values()), "every message");
    }

    @Test
    void whatSomebodyWroteInsideIsTakenOutAndPutBackByteForByte() {
        PeerMessage message = message(json(ODD_BROADCAST));
        LobbyEvent event = ((SyncMessage.EventBroadcast) message).event();
        assertEquals(ODD_EVENT, text(event.event()));
        assertEquals(3, event.sequence());
        assertTrue(text(PeerJson.encode(message)).endsWith(",\"event\":" + ODD_EVENT + "}}"));
        assertEquals(message, message(PeerJson.encode(message)));

        String snapshot = " [ \"" + "é".repeat(5_000) + "\" , {\"a\" :1, \"a\":2} ]".repeat(1);
        var response = new SyncMessage.FullSyncResponse(
                json(snapshot.strip()), Collections.nCopies(3, event), Optional.empty());
        RawJson written = PeerJson.encode(response);
        assertTrue(text(written).startsWith("{\"type\":\"full_sync_response\",\"snapshot\":[ \"é"), written::toString);
        assertEquals(response, message(written));
    }

    @Test
    void fieldsOfALaterVersionArePassedOver() {
        for (Map.Entry<String, String> line : golden()) {
            String later = line.getValue()
                    .replaceFirst("^\\{", "{\"later\":[{\"type\":null}],")
                    .replace("{\"type\":\"LobbyEvent\",", "{\"later\":{\"sequence\":0},\"type\":7,\"newer\":-1e9,")
                    .replace("\"actor\":{", "\"actor\":{\"\":\"\",")
                    .replaceFirst("}$", ",\"even_later\":false}");
            if (line.getKey().equals(SNAPSHOT)) {
                assertEquals(PeerJson.decodeSnapshot(json(line.getValue())), PeerJson.decodeSnapshot(json(later)));
            } else {
                assertEquals(message(json(line.getValue())), message(json(later)), later);
            }
        }
    }

    @Test
    void whatMayBeMissingMayBeNullOrNotThere() {
        int cut = 0;
        for (Map.Entry<String, String> line : golden()) {
            String shorter = line.getValue().replaceAll(",\"(author|checkpoint|password|creation|refusal)\":null", "");
            if (!line.getKey().equals(SNAPSHOT)) {
                assertEquals(message(json(line.getValue())), message(json(shorter)), shorter);
                cut += line.getValue().length() - shorter.length();
            }
        }
        assertTrue(cut > 0, "something was null");
    }

    @Test
    void aTypeThatThisVersionDoesNotKnowIsNoMessage() {
        for (String text : List.of(
                "{\"type\":\"dance\",\"with\":[1,{\"deep\":null}]}",
                "{\"type\":\"\"}",
                "{\"type\":\"Head\"}",
                "{\"type\":\"type\",\"term\":\"none\"}")) {
            assertEquals(Optional.empty(), ok(PeerJson.decode(json(text))), text);
        }
        for (String text : List.of("{\"type\":\"dance\"", "{\"type\":\"dance\",}", "{\"type\":\"dance\"}}")) {
            assertInstanceOf(Decoded.Rejected.class, PeerJson.decode(json(text)), text);
        }
    }

    /** What the programs say whose channel this is by rights: nothing of it may move a lobby of ours. */
    static List<String> konnektFrames() {
        String lobby = "11111111-1111-4111-8111-000000000001";
        String person = """
                {"id":"11111111-1111-4111-8111-000000000003","name":"Bob","lobby_role":"Guest",\
                "participation_mode":"Spectating","joined_at":48211}""";
        String event = """
                {"type":"LobbyEvent","sequence":7,"lobby_id":"%s","timestamp":48215,\
                "event":{"type":"guest_joined","participant":%s}}""".formatted(lobby, person);
        String join = "{\"JoinLobby\":{\"lobby_id\":\"" + lobby + "\",\"guest_name\":\"Bob\"}}";
        String snapshot = """
                {"lobby_id":"%s","name":"L","host_id":"11111111-1111-4111-8111-000000000002",\
                "participants":[%s],"as_of_sequence":7}""".formatted(lobby, person);
        return List.of(
                "{\"type\":\"command_request\",\"command\":" + join + "}",
                "{\"type\":\"event_broadcast\",\"event\":" + event + "}",
                "{\"type\":\"request_full_sync\",\"lobby_id\":\"" + lobby + "\"}",
                "{\"type\":\"request_missing_events\",\"lobby_id\":\"" + lobby + "\",\"missing_sequences\":[1,2]}",
                "{\"type\":\"missing_events_response\",\"events\":[" + event + "]}",
                "{\"type\":\"full_sync_response\",\"snapshot\":" + snapshot + ",\"events\":[" + event + "]}",
                "{\"sequence\":0,\"type\":\"app\",\"data\":{\"payload\":" + join + "}}",
                "{\"sequence\":0,\"type\":\"snapshot_req\"}",
                "{\"sequence\":0,\"type\":\"snapshot_resp\",\"data\":{\"snapshot\":" + snapshot
                        + ",\"as_of_sequence\":7}}",
                "{\"sequence\":0,\"type\":\"resend_req\",\"data\":{\"from\":3,\"to\":5}}",
                "{\"sequence\":0,\"type\":\"resend_resp\",\"data\":{\"messages\":[]}}");
    }

    @ParameterizedTest
    @MethodSource("konnektFrames")
    void whatKonnektSaysIsRefusedOrPassedOver(String frame) {
        boolean isHarmless = PeerJson.decode(json(frame)) instanceof Decoded.Ok<Optional<PeerMessage>> ok
                ? ok.value().isEmpty()
                : frame.startsWith("{\"type\"");
        assertTrue(isHarmless, frame);
    }

    /** Its one question that holds everything we ask for: whoever is in the lobby may put it. */
    @Test
    void theOldQuestionOfKonnektIsOurs() {
        String lobby = "11111111-1111-4111-8111-000000000001";
        assertEquals(
                new SyncMessage.RequestFullSync(dev.muster.domain.LobbyId.parse(lobby), 4),
                message(json(
                        "{\"type\":\"request_full_sync\",\"lobby_id\":\"" + lobby + "\",\"last_known_sequence\":4}")));
    }

    @Test
    void theLargestSnapshotThereCanBeFits() {
        var tales = new PeerTales(1);
        var state = new Snapshot.State(
                LobbyTime.MAX,
                new Hash(new byte[Hash.BYTES]),
                FullLobby.contents(),
                Collections.nCopies(Snapshot.State.AUTHORS_MAX, tales.authorRecord()),
                Collections.nCopies(64, tales.key()));
        Snapshot some = tales.snapshot();
        var full = new Snapshot(
                some.lobbyId(),
                some.name(),
                some.hostId(),
                Collections.nCopies(64, tales.seat()),
                JsonReader.WHOLE_MAX,
                64,
                Optional.of(state));
        RawJson written = PeerJson.encodeSnapshot(full);
        assertEquals(full, ok(PeerJson.decodeSnapshot(written)));
        var response = new SyncMessage.FullSyncResponse(written, List.of(), Optional.of(tales.head()));
        assertEquals(response, message(PeerJson.encode(response)));
    }

    @Test
    void whatNobodyWouldReadIsNotWritten() {
        var large = RawJson.takeOver(("\"" + "x".repeat(LobbyJson.EVENT_BYTES_MAX - 2) + "\"").getBytes(UTF_8));
        LobbyEvent some = new PeerTales(1).event();
        var event = new LobbyEvent(
                some.sequence(), some.lobbyId(), some.timestamp(), some.term(), some.previous(), some.author(), large);
        var few = new SyncMessage.MissingEventsResponse(Collections.nCopies(19, event));
        assertEquals(few, message(PeerJson.encode(few)));
        var many = new SyncMessage.MissingEventsResponse(Collections.nCopies(21, event));
        var refused = assertThrows(IllegalArgumentException.class, () -> PeerJson.encode(many));
        assertTrue(String.valueOf(refused.getMessage()).contains("send less at once"), refused::toString);
        var beyond = new SyncMessage.RequestFullSync(some.lobbyId(), JsonReader.WHOLE_MAX + 1);
        assertThrows(IllegalArgumentException.class, () -> PeerJson.encode(beyond));
    }

    /** Games say why they refuse something, and nobody checks their sentences: the refusal arrives all the same. */
    @Test
    void aRefusalArrivesWhateverIsInItsSentence() {
        var refusal = new Refusal(RefusalCode.INVALID_RESULT, "No \ud800, no.");
        var broken = new SyncMessage.CommandOutcome(1, Optional.of(refusal));
        var outcome = (SyncMessage.CommandOutcome) message(PeerJson.encode(broken));
        assertEquals(Optional.of(new Refusal(RefusalCode.INVALID_RESULT, "No ?, no.")), outcome.refusal());
    }

    @Test
    void aFarewellIsFitForTheScreenAndForTheWire() {
        var farewell = new LinkMessage.Farewell(FarewellCode.KICKED, "Go\naway\u0000 \udc00\ud83d\ude00");
        assertEquals("Go?away? ?\ud83d\ude00", farewell.sentence());
        assertEquals(farewell, message(PeerJson.encode(farewell)));
        assertEquals(
                farewell,
                message(json("{\"type\":\"farewell\",\"code\":\"Kicked\","
                        + "\"sentence\":\"Go\\naway\\u0000 ?\ud83d\ude00\"}")));
        String cutInTheMiddle = "x".repeat(59) + "\ud83d\ude00";
        assertEquals("\"" + "x".repeat(59) + "?…\"", Excerpt.of(cutInTheMiddle));
    }

    /** The envelope is most of a small event: what is added to it is paid by everybody, for every event. */
    @Test
    void aSmallEventStaysSmall() {
        String document = golden().stream()
                .filter(line -> line.getKey().equals("event_broadcast"))
                .map(Map.Entry::getValue)
                .filter(json -> json.contains("\"actor\""))
                .findFirst()
                .orElseThrow();
        LobbyEvent event = ((SyncMessage.EventBroadcast) message(json(document))).event();
        int envelope = document.length() - event.event().size();
        assertTrue(envelope <= 450, () -> "the envelope has " + envelope + " bytes: " + document);
        assertArrayEquals(event.event().toByteArray(), event.event().bytes());
    }
}
