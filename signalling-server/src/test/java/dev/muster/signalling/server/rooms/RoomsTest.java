package dev.muster.signalling.server.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who hears of whom, without sockets. Members are called by letters, and a letter's id is made from it. */
class RoomsTest {
    private static final RoomKey ROOM = RoomKey.unlimited("room");

    private final Map<String, Seat<String>> seats = new HashMap<>();

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** What a member hears at a join, as in {@code a+b} when a hears of b. */
    private List<String> join(Rooms<String> rooms, String name, RoomKey key) {
        Join<String> join = rooms.join(id(name), name, key);
        Join.Seated<String> seated = (Join.Seated<String>) join;
        seats.put(name, seated.seat());
        return readable(seated.notices());
    }

    private List<String> leave(Rooms<String> rooms, String name) {
        return readable(rooms.leave(seat(name)));
    }

    private Seat<String> seat(String name) {
        return Optional.ofNullable(seats.get(name)).orElseThrow();
    }

    private List<String> readable(List<Notice<String>> notices) {
        Map<UUID, String> names = seats.keySet().stream().collect(Collectors.toMap(RoomsTest::id, name -> name));
        return notices.stream()
                .map(notice -> notice.to() + (notice instanceof Notice.Arrived ? "+" : "-") + names.get(notice.peer()))
                .toList();
    }

    @Test
    void whoIsThereHearsOfWhoComesAndGoes() {
        Rooms<String> rooms = Rooms.fullMesh(10, 10);
        assertEquals(List.of(), join(rooms, "a", ROOM));
        assertEquals(List.of("a+b"), join(rooms, "b", ROOM));
        assertEquals(List.of("a+c", "b+c"), join(rooms, "c", ROOM));
        assertEquals(List.of("b-a", "c-a"), leave(rooms, "a"));
        assertEquals(List.of("c-b"), leave(rooms, "b"));
        assertEquals(List.of(), leave(rooms, "c"));
        assertEquals(0, rooms.roomCount());
        assertEquals(0, rooms.peerCount());
    }

    @Test
    void leavingTwiceIsLeavingOnce() {
        Rooms<String> rooms = Rooms.fullMesh(10, 10);
        join(rooms, "a", ROOM);
        join(rooms, "b", ROOM);
        assertEquals(List.of("b-a"), leave(rooms, "a"));
        assertEquals(List.of(), leave(rooms, "a"));
        assertEquals(1, rooms.peerCount());
    }

    @Test
    void aFullGroupIsClosedAndTheNextOneStartsFresh() {
        Rooms<String> rooms = Rooms.fullMesh(10, 10);
        RoomKey pairs = RoomKey.groupsOf(2, "room");
        assertEquals(List.of(), join(rooms, "a", pairs));
        assertEquals(List.of("a+b"), join(rooms, "b", pairs));
        assertEquals(List.of(), join(rooms, "c", pairs));
        assertEquals(List.of("c+d"), join(rooms, "d", pairs));
        assertEquals(2, rooms.roomCount());
    }

    @Test
    void theLastOfAMatchedGroupDisturbsNobody() {
        Rooms<String> rooms = Rooms.fullMesh(10, 10);
        RoomKey pairs = RoomKey.groupsOf(2, "room");
        for (String name : List.of("a", "b", "waiting")) {
            join(rooms, name, pairs);
        }
        assertEquals(List.of("b-a"), leave(rooms, "a"));
        assertEquals(List.of(), leave(rooms, "b"));
        assertEquals(List.of("waiting+d"), join(rooms, "d", pairs));
    }

    @Test
    void aWaitingPeerThatLeavesGivesItsPlaceBack() {
        Rooms<String> rooms = Rooms.fullMesh(10, 10);
        RoomKey threes = RoomKey.groupsOf(3, "room");
        join(rooms, "a", threes);
        join(rooms, "b", threes);
        assertEquals(List.of("a-b"), leave(rooms, "b"));
        assertEquals(List.of("a+c"), join(rooms, "c", threes));
        assertEquals(List.of("a+d", "c+d"), join(rooms, "d", threes));
        assertEquals(List.of(), join(rooms, "e", threes));
    }

    @Test
    void groupsOfOneMeetNobody() {
        Rooms<String> rooms = Rooms.fullMesh(10, 10);
        RoomKey ones = RoomKey.groupsOf(1, "room");
        assertEquals(List.of(), join(rooms, "a", ones));
        assertEquals(List.of(), join(rooms, "b", ones));
        assertEquals(2, rooms.roomCount());
    }

    @Test
    void nameAndGroupSizeTogetherMakeTheRoom() {
        Rooms<String> rooms = Rooms.fullMesh(10, 10);
        join(rooms, "a", ROOM);
        assertEquals(List.of(), join(rooms, "b", RoomKey.groupsOf(2, "room")));
        assertEquals(List.of(), join(rooms, "c", RoomKey.groupsOf(3, "room")));
        assertEquals(List.of(), join(rooms, "d", RoomKey.unlimited("Room")));
    }

    @Test
    void signalsStayInTheGroup() {
        Rooms<String> rooms = Rooms.fullMesh(10, 10);
        RoomKey pairs = RoomKey.groupsOf(2, "room");
        for (String name : List.of("a", "b", "c")) {
            join(rooms, name, pairs);
        }
        assertEquals(Optional.of("b"), rooms.route(seat("a"), id("b")));
        assertEquals(Optional.of("a"), rooms.route(seat("a"), id("a")));
        assertEquals(Optional.empty(), rooms.route(seat("a"), id("c")));
        leave(rooms, "b");
        assertEquals(Optional.empty(), rooms.route(seat("a"), id("b")));
    }

    @Test
    void theLimitsAreAnsweredAndNothingIsLeftBehind() {
        Rooms<String> rooms = Rooms.fullMesh(1, 2);
        join(rooms, "a", ROOM);
        join(rooms, "b", ROOM);
        assertInstanceOf(Join.RoomFull.class, rooms.join(id("c"), "c", ROOM));
        assertInstanceOf(Join.TooManyRooms.class, rooms.join(id("c"), "c", RoomKey.unlimited("other")));
        leave(rooms, "a");
        assertEquals(List.of("b+c"), join(rooms, "c", ROOM));
        leave(rooms, "b");
        leave(rooms, "c");
        assertEquals(List.of(), join(rooms, "d", RoomKey.unlimited("other")));
    }

    @Test
    void theFirstIsHostAndTheHostAloneHearsOfClients() {
        Rooms<String> rooms = Rooms.clientServer(10, 10);
        assertEquals(List.of(), join(rooms, "host", ROOM));
        assertEquals(List.of("host+a"), join(rooms, "a", ROOM));
        assertEquals(List.of("host+b"), join(rooms, "b", ROOM));
        assertTrue(seat("host").isHost());
        assertEquals(List.of("host-a"), leave(rooms, "a"));
        assertEquals(Optional.of("host"), rooms.route(seat("b"), id("b")));
        assertEquals(Optional.of("b"), rooms.route(seat("host"), id("b")));
        assertEquals(Optional.empty(), rooms.route(seat("host"), id("a")));
    }

    @Test
    void whoComesAfterTheHostHasLeftIsHostOfAllWhoStayed() {
        Rooms<String> rooms = Rooms.clientServer(10, 10);
        for (String name : List.of("host", "a", "b")) {
            join(rooms, name, ROOM);
        }
        assertEquals(List.of("a-host", "b-host"), leave(rooms, "host"));
        assertEquals(Optional.empty(), rooms.route(seat("a"), id("b")));
        assertEquals(List.of(), leave(rooms, "b"));
        assertEquals(List.of("next+a"), join(rooms, "next", ROOM));
        assertEquals(Optional.of("next"), rooms.route(seat("a"), id("anybody")));
    }

    @Test
    void inAClientServerRoomTheGroupSizeMeansNothing() {
        Rooms<String> rooms = Rooms.clientServer(10, 10);
        join(rooms, "host", RoomKey.groupsOf(2, "room"));
        assertEquals(List.of("host+a"), join(rooms, "a", ROOM));
        assertEquals(List.of("host+b"), join(rooms, "b", RoomKey.groupsOf(3, "room")));
    }

    @Test
    void aPeerCannotSitTwiceInOneRoom() {
        Rooms<String> rooms = Rooms.fullMesh(10, 10);
        join(rooms, "a", ROOM);
        assertThrows(IllegalStateException.class, () -> rooms.join(id("a"), "a", ROOM));
    }

    /** What every member must know at each moment: whom it was told of and not told off again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void ofAnyTwoWhoShallConnectExactlyOneKnowsTheOther(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Rooms<String> rooms = Rooms.fullMesh(1_000, 1_000);
        Map<String, Set<String>> known = new HashMap<>();
        Map<String, List<String>> groups = new LinkedHashMap<>(); // The model: a group's members by its number.
        Map<RoomKey, String> open = new HashMap<>();
        List<RoomKey> keys =
                List.of(ROOM, RoomKey.groupsOf(2, "room"), RoomKey.groupsOf(3, "room"), RoomKey.groupsOf(1, "x"));
        List<String> present = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            if (present.isEmpty() || random.nextInt(100) < 55) {
                String name = "p" + step;
                RoomKey key = keys.get(random.nextInt(keys.size()));
                String group = open.computeIfAbsent(key, unused -> "g" + name);
                List<String> members = groups.computeIfAbsent(group, unused -> new ArrayList<>());
                members.add(name);
                if (key.groupSize().isPresent()
                        && members.size() == key.groupSize().getAsInt()) {
                    open.remove(key);
                }
                known.put(name, new HashSet<>());
                present.add(name);
                apply(known, join(rooms, name, key));
            } else {
                String name = present.remove(random.nextInt(present.size()));
                groups.values().forEach(members -> members.remove(name));
                groups.entrySet().stream()
                        .filter(group -> group.getValue().isEmpty())
                        .forEach(group -> open.values().remove(group.getKey()));
                groups.values().removeIf(List::isEmpty);
                apply(known, leave(rooms, name));
                known.remove(name);
            }
            assertEquals(groups.size(), rooms.roomCount());
            assertEquals(present.size(), rooms.peerCount());
            assertEquals(expected(groups), known, "seed " + seed + ", step " + step);
        }
    }

    private static void apply(Map<String, Set<String>> known, List<String> notices) {
        for (String notice : notices) {
            int mark = Math.max(notice.indexOf('+'), notice.indexOf('-'));
            Set<String> others =
                    Optional.ofNullable(known.get(notice.substring(0, mark))).orElseThrow();
            String peer = notice.substring(mark + 1);
            // Nobody hears twice of the same peer, nor of the end of one it never heard of and never met.
            assertTrue(notice.charAt(mark) == '-' || others.add(peer), notice);
            if (notice.charAt(mark) == '-') {
                others.remove(peer);
            }
        }
    }

    private static Map<String, Set<String>> expected(Map<String, List<String>> groups) {
        Map<String, Set<String>> expected = new HashMap<>();
        for (List<String> members : groups.values()) {
            for (int i = 0; i < members.size(); i++) {
                expected.put(members.get(i), new HashSet<>(members.subList(i + 1, members.size())));
            }
        }
        return expected;
    }
}
