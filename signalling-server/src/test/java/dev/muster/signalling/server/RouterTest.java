package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.muster.signalling.server.http.Field;
import dev.muster.signalling.server.http.RequestHead;
import dev.muster.signalling.server.metrics.Refusal;
import dev.muster.signalling.server.rooms.RoomKey;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URL means which room, as on the stock server, but for {@code next} that makes no sense. */
class RouterTest {
    private static final int GROUP_MAX = 64;

    private final Router router = new Router(List.of(), Set.of(), OptionalInt.of(GROUP_MAX));

    private static RequestHead upgrade(String target, Field... more) {
        List<Field> fields = new ArrayList<>(List.of(
                new Field("Host", "x"),
                new Field("Upgrade", "websocket"),
                new Field("Connection", "Upgrade"),
                new Field("Sec-WebSocket-Version", "13"),
                new Field("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")));
        for (Field field : more) {
            fields.removeIf(old -> old.name().equals(field.name()));
            fields.add(field);
        }
        return new RequestHead("GET", target, 1, fields);
    }

    private static RequestHead plain(String method, String target) {
        return new RequestHead(method, target, 1, List.of(new Field("Host", "x")));
    }

    private RoomKey room(String target) {
        return assertInstanceOf(Route.ToRoom.class, router.route(upgrade(target)), target)
                .room();
    }

    private Refusal refusal(RequestHead head) {
        return assertInstanceOf(Refused.class, router.route(head)).refusal();
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "/|",
                "/room|room",
                "/Room|Room",
                "/a%2Fb|a/b",
                "/a+b|a+b",
                "/%C3%A9|é",
                "/%zz|%zz",
                "/%|%",
                "/room?|room",
                "/room?token=1&x|room",
                "/metrics|metrics",
                "/room?Next=2|room",
                "http://x/room|room",
                "HTTPS://user@x:99/room?token=/|room",
                "ws://x?token=1|",
                "http://x|"
            },
            delimiter = '|')
    void thePathIsTheRoom(String target, String room) {
        assertEquals(RoomKey.unlimited(room == null ? "" : room), room(target));
    }

    @ParameterizedTest
    @CsvSource({
        "/r?next=2,2",
        "/r?next=02,2",
        "/r?next=%2B2,2",
        "/r?next=2&next=5,5",
        "/r?next=abc&next=3,3",
        "/r?next=1,1",
        "/r?next=64,64",
        "/r?n%65xt=4,4"
    })
    void nextIsTheGroupSize(String target, int size) {
        assertEquals(RoomKey.groupsOf(size, "r"), room(target));
    }

    /** The stock server takes these for a plain room, or dies of the first; we say what is wrong. */
    @ParameterizedTest
    @ValueSource(
            strings = {"0", "00", "abc", "-1", "", "+2", "+", "65", "2.5", "99999999999999999999", "2x", "%EF%BC%92"})
    void nextThatMakesNoSenseIsRefused(String next) {
        assertEquals(Refusal.BAD_REQUEST, refusal(upgrade("/r?next=" + next)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/b", "/room/", "//", "//room", "/a/b?next=2"})
    void moreThanOneSegmentIsNotFound(String target) {
        assertEquals(Refusal.NOT_FOUND, refusal(upgrade(target)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%ff", "/%C3%28", "room", "*", "http:///room", "ftp://x/room", "x:80", "http://x/%ff"})
    void aPathThatIsNoneIsABadRequest(String target) {
        assertEquals(Refusal.BAD_REQUEST, refusal(upgrade(target)));
    }

    @Test
    void healthIsHealthEvenForAWebSocket() {
        assertEquals(Route.Page.HEALTH, router.route(upgrade("/health")));
        assertEquals(Route.Page.HEALTH, router.route(plain("GET", "/health")));
        assertEquals(Route.Page.HEALTH, router.route(plain("HEAD", "/health")));
    }

    @Test
    void pagesAreForThoseWhoDoNotUpgrade() {
        assertEquals(Route.Page.HOME, router.route(plain("GET", "/")));
        assertEquals(Route.Page.METRICS, router.route(plain("GET", "/metrics")));
        assertEquals(Route.Page.PREFLIGHT, router.route(plain("OPTIONS", "/metrics")));
        assertEquals(Refusal.BAD_REQUEST, refusal(plain("GET", "/room")));
        assertEquals(Refusal.METHOD, refusal(plain("POST", "/health")));
        assertEquals(Refusal.METHOD, refusal(plain("get", "/health")));
    }

    @Test
    void aHalfUpgradeIsABadRequest() {
        assertEquals(Refusal.BAD_REQUEST, refusal(upgrade("/r", new Field("Connection", "close"))));
        assertEquals(Refusal.BAD_REQUEST, refusal(upgrade("/r", new Field("Upgrade", "h2c"))));
        assertEquals(Refusal.BAD_REQUEST, refusal(upgrade("/r", new Field("Sec-WebSocket-Version", "8"))));
        assertEquals(Refusal.BAD_REQUEST, refusal(upgrade("/r", new Field("Sec-WebSocket-Key", "short"))));
        assertEquals(Refusal.BAD_REQUEST, refusal(upgrade("/r", new Field("Sec-WebSocket-Key", "c2hvcnQ="))));
        RequestHead old = new RequestHead("GET", "/r", 0, upgrade("/r").fields());
        assertEquals(Refusal.BAD_REQUEST, refusal(old));
    }

    /** Else a server and a proxy before it could disagree about where one request ends and the next begins. */
    @Test
    void aRequestForAWebSocketHasNoBody() {
        assertEquals(Refusal.BAD_REQUEST, refusal(upgrade("/r", new Field("Content-Length", "5"))));
        assertEquals(Refusal.BAD_REQUEST, refusal(upgrade("/r", new Field("Content-Length", "0, 5"))));
        assertEquals(Refusal.BAD_REQUEST, refusal(upgrade("/r", new Field("Transfer-Encoding", "chunked"))));
        assertInstanceOf(Route.ToRoom.class, router.route(upgrade("/r", new Field("Content-Length", "0"))));
    }

    @Test
    void theHostIsNamedExactlyOnce() {
        assertEquals(Refusal.BAD_REQUEST, refusal(new RequestHead("GET", "/health", 1, List.of())));
        List<Field> twice = List.of(new Field("Host", "x"), new Field("host", "x"));
        assertEquals(Refusal.BAD_REQUEST, refusal(new RequestHead("GET", "/health", 1, twice)));
        assertEquals(Route.Page.HEALTH, router.route(new RequestHead("GET", "/health", 0, List.of())));
    }

    @Test
    void browsersMayAskAboutTheServerAsAWhole() {
        assertEquals(Route.Page.PREFLIGHT, router.route(plain("OPTIONS", "*")));
    }

    @Test
    void whereThereAreNoGroupsNextMeansNothing() {
        Router hosted = new Router(List.of(), Set.of(), OptionalInt.empty());
        for (String next : List.of("2", "0", "abc")) {
            assertEquals(
                    RoomKey.unlimited("r"),
                    assertInstanceOf(Route.ToRoom.class, hosted.route(upgrade("/r?next=" + next)))
                            .room());
        }
    }

    @Test
    void whoAsksForMoreGetsMore() {
        assertEquals(
                true,
                assertInstanceOf(Route.ToRoom.class, router.route(upgrade("/r?muster=1")))
                        .extended());
        assertEquals(
                false,
                assertInstanceOf(Route.ToRoom.class, router.route(upgrade("/r?muster=2")))
                        .extended());
        assertEquals(
                false,
                assertInstanceOf(Route.ToRoom.class, router.route(upgrade("/r")))
                        .extended());
    }

    @Test
    void onlyNamedOriginsMayConnectAndPrograms() {
        Router strict = new Router(List.of(), Set.of("https://game.example"), OptionalInt.of(GROUP_MAX));
        assertInstanceOf(Route.ToRoom.class, strict.route(upgrade("/r", new Field("Origin", "https://game.example"))));
        assertInstanceOf(Route.ToRoom.class, strict.route(upgrade("/r")));
        Route route = strict.route(upgrade("/r", new Field("Origin", "https://game.example.evil")));
        assertEquals(Refusal.ORIGIN, assertInstanceOf(Refused.class, route).refusal());
    }

    @Test
    void aPrefixGoesBeforeEverything() {
        Router nested = new Router(List.of("a", "b"), Set.of(), OptionalInt.of(GROUP_MAX));
        assertEquals(
                RoomKey.unlimited("r"),
                assertInstanceOf(Route.ToRoom.class, nested.route(upgrade("/a/b/r")))
                        .room());
        assertEquals(Route.Page.HEALTH, nested.route(plain("GET", "/a/b/health")));
        assertEquals(
                Refusal.NOT_FOUND,
                assertInstanceOf(Refused.class, nested.route(upgrade("/r"))).refusal());
    }
}
