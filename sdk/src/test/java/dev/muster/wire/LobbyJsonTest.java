package dev.muster.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.DomainCommand;
import dev.muster.domain.FullLobby;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyContents;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LoggedEvent;
import dev.muster.domain.Tales;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LobbyJsonTest {
    private static final int SEEDS = 200;
    private static final int TALE = 100;

    private static <T> T ok(Decoded<T> decoded) {
        assertInstanceOf(Decoded.Ok.class, decoded, decoded::toString);
        return ((Decoded.Ok<T>) decoded).value();
    }

    private static LoggedEvent event(byte[] bytes) {
        return ok(LobbyJson.decodeEvent(Tales.LOBBY, bytes));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    @Test
    void whatWasWrittenIsReadBackAsItWas() {
        Set<Class<?>> seen = new HashSet<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            for (LoggedEvent event : Tales.events(seed, TALE)) {
                LoggedEvent read = ofThisLobby(event) ? event(LobbyJson.encode(event)) : event;
                assertEquals(event, read);
                seen.add(event.getClass());
            }
            for (DomainCommand command : Tales.commands(seed, TALE)) {
                byte[] bytes = LobbyJson.encode(command);
                assertEquals(command, ok(LobbyJson.decodeCommand(bytes)), () -> text(bytes));
                seen.add(command.getClass());
            }
            Tales.lobby(seed, TALE).map(Lobby::contents).ifPresent(LobbyJsonTest::isReadBack);
        }
        assertEquals(everything(), seen);
    }

    private static boolean ofThisLobby(LoggedEvent event) {
        return event.lobbyId().equals(Tales.LOBBY);
    }

    private static void isReadBack(LobbyContents contents) {
        byte[] bytes = LobbyJson.encode(contents);
        assertEquals(contents, ok(LobbyJson.decodeContents(bytes)));
        assertArrayEquals(bytes, LobbyJson.encode(ok(LobbyJson.decodeContents(bytes))), "a lobby has one spelling");
    }

    private static Set<Class<?>> everything() {
        Set<Class<?>> all = new HashSet<>();
        Stream.of(LoggedEvent.class, DomainCommand.class).forEach(root -> addRecords(root, all));
        return all;
    }

    private static void addRecords(Class<?> type, Set<Class<?>> all) {
        if (type.isRecord()) {
            all.add(type);
        } else {
            Arrays.stream(type.getPermittedSubclasses()).forEach(one -> addRecords(one, all));
        }
    }

    /** Changing a spelling means that peers of one version no longer understand each other: it must not slip in. */
    @Test
    void everySpellingIsTheOneThatWasAgreedOn() throws IOException, URISyntaxException {
        URL golden = Objects.requireNonNull(LobbyJsonTest.class.getResource("lobby-json.golden"));
        Set<String> agreedOn = new HashSet<>();
        for (String line : Files.readAllLines(Path.of(golden.toURI()))) {
            String name = line.substring(0, line.indexOf('\t'));
            byte[] json = line.substring(line.indexOf('\t') + 1).getBytes(UTF_8);
            Object value = name.equals("lobby")
                    ? ok(LobbyJson.decodeContents(json))
                    : name.startsWith("event") ? event(json) : ok(LobbyJson.decodeCommand(json));
            assertEquals(text(json), text(encode(value)));
            assertTrue(
                    name.endsWith(
                            value instanceof LobbyContents
                                    ? "lobby"
                                    : value.getClass().getSimpleName()),
                    line);
            agreedOn.add(name);
        }
        assertEquals(everything().size() + 1, agreedOn.size(), "every event and command, and a lobby");
    }

    private static byte[] encode(Object value) {
        if (value instanceof LoggedEvent event) {
            return LobbyJson.encode(event);
        }
        return value instanceof DomainCommand command
                ? LobbyJson.encode(command)
                : LobbyJson.encode((LobbyContents) value);
    }

    @Test
    void theLargestLobbyThereCanBeFitsTwice() {
        LobbyContents full = FullLobby.contents();
        Lobby.of(full);
        byte[] bytes = LobbyJson.encode(full);
        assertTrue(
                bytes.length <= LobbyJson.CONTENTS_BYTES_MAX / 2, () -> "a full lobby has " + bytes.length + " bytes");
        assertEquals(full, ok(LobbyJson.decodeContents(bytes)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                        | a string is expected
            {"type":"lobby_opened","more":1}                                          | do not belong here
            {"type":"lobby_opened","type":"lobby_opened"}                             | no JSON as it is written here
            {"type":"lobby_vanished"}                                                 | there is no "lobby_vanished"
            {"type":7}                                                                | a string is expected
            {"type":"lobby_renamed"}                                                  | new_name is missing
            {"type":"lobby_renamed","new_name":" Lobby"}                              | no spaces around it
            {"type":"lobby_renamed","new_name":""}                                    | A name has 1 to 50
            {"type":"lobby_renamed","new_name":"\\ud800"}                             | whole characters
            {"type":"ready_changed","participant_id":"00000000-0000-0001-0000-00000000000A","ready":true}   | lower case
            {"type":"ready_changed","participant_id":"1-1-1-1-1","ready":true}        | lower case
            {"type":"ready_changed","participant_id":"00000000-0000-0001-0000-000000000001","ready":1} | true or false
            {"type":"countdown_started","countdown":{"started_at":1.0,"ends_at":2}}      | a whole number
            {"type":"settings_changed","settings":{"capacity":4294967296}}             | 32 bits
            {"type":"countdown_started","countdown":{"started_at":9007199254740993,"ends_at":2}} | up to 2^53
            {"type":"lobby_renamed","new_name":"a","\\u006eew_name":"b"}             | twice the field
            {"type":"lobby_property_set","property":{"key":"k","value":{"a":1,"a":1},"access":"Host"}} | twice the field
            {"type":"countdown_cancelled","reason":"HOST"}                            | one of [
            [1]                                                                       | a string is expected
            {"type":"lobby_opened"} {}                                                | no JSON as it is written here
            nonsense                                                                  | no JSON as it is written here
            """)
    void whatIsNotWrittenSoIsRefusedWithAReason(String json, String why) {
        var refused = assertInstanceOf(
                Decoded.Rejected.class,
                LobbyJson.decodeEvent(Tales.LOBBY, json.trim().getBytes(UTF_8)));
        assertTrue(refused.reason().contains(why), refused::reason);
    }

    @Test
    void whatIsNoUtf8IsRefusedHoweverWellItReads() {
        String json = "{\"type\":\"lobby_opened\"}";
        assertEquals(new dev.muster.domain.LifecycleEvent.LobbyOpened(Tales.LOBBY), event(json.getBytes(UTF_8)));
        for (byte[] bytes : List.of(
                json.getBytes(java.nio.charset.StandardCharsets.UTF_16),
                json.replace("lobby", "l\u00f6bby").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                ("\uFEFF" + json).getBytes(UTF_8))) {
            assertInstanceOf(Decoded.Rejected.class, LobbyJson.decodeEvent(Tales.LOBBY, bytes));
        }
    }

    @Test
    void whatIsTooLongOrTooDeepIsRefusedBeforeItCosts() {
        byte[] deep = ("{\"type\":" + "[".repeat(60_000)).getBytes(UTF_8);
        assertInstanceOf(Decoded.Rejected.class, LobbyJson.decodeEvent(Tales.LOBBY, deep));
        assertInstanceOf(Decoded.Rejected.class, LobbyJson.decodeCommand(new byte[LobbyJson.COMMAND_BYTES_MAX + 1]));
        byte[] digits = ("{\"type\":" + "9".repeat(60_000) + "}").getBytes(UTF_8);
        assertInstanceOf(Decoded.Rejected.class, LobbyJson.decodeEvent(Tales.LOBBY, digits));
    }

    /** An event read for one lobby belongs to that lobby, whatever it was written for. */
    @Test
    void anEventBelongsToTheLobbyOfItsEnvelope() {
        var elsewhere = new LobbyId(new UUID(4, 4));
        byte[] bytes = LobbyJson.encode(new dev.muster.domain.LifecycleEvent.LobbyOpened(Tales.LOBBY));
        assertEquals(elsewhere, ok(LobbyJson.decodeEvent(elsewhere, bytes)).lobbyId());
    }

    @Test
    void damagedBytesGiveAnotherValueOrAReasonAndNeverAnException() {
        var random = new SplittableRandom(5);
        List<byte[]> samples = new ArrayList<>();
        for (long seed = 1; seed <= 20; seed++) {
            Tales.events(seed, 20).forEach(event -> samples.add(LobbyJson.encode(event)));
            Tales.commands(seed, 20).forEach(command -> samples.add(LobbyJson.encode(command)));
            Tales.lobby(seed, 60).ifPresent(lobby -> samples.add(LobbyJson.encode(lobby.contents())));
        }
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Damage.damaged(samples.get(random.nextInt(samples.size())), random);
            understood += isTotal(damaged) ? 1 : 0;
        }
        assertTrue(understood > 0, "some damage is another value");
    }

    private static boolean isTotal(byte[] bytes) {
        boolean event = LobbyJson.decodeEvent(Tales.LOBBY, bytes) instanceof Decoded.Ok<LoggedEvent> ok
                && event(LobbyJson.encode(ok.value())).equals(ok.value());
        boolean command = LobbyJson.decodeCommand(bytes) instanceof Decoded.Ok<DomainCommand> ok
                && ok(LobbyJson.decodeCommand(LobbyJson.encode(ok.value()))).equals(ok.value());
        boolean contents = LobbyJson.decodeContents(bytes) instanceof Decoded.Ok<LobbyContents> ok
                && ok(LobbyJson.decodeContents(LobbyJson.encode(ok.value()))).equals(ok.value());
        return event || command || contents;
    }
}
