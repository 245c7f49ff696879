package dev.muster.signalling.server.rooms;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * All rooms of a server: who is in which, who hears of whom, and who may write to whom.
 *
 * <p>Pure and without locks: one thread owns it. Because joins happen one after the other, of any two peers in
 * one room exactly one is told about the other. A member can be reached before anybody is told about it, so
 * not even an instant offer is lost. Rooms are freed with their last member.
 *
 * @param <M> the caller's handle for a member
 */
public final class Rooms<M> {
    private final Pairing pairing;
    private final int roomsMax;
    private final int peersPerRoomMax;

    /** The groups that newcomers join. A full {@code next} group is no longer here: only its members hold it. */
    private final Map<RoomKey, Group<M>> open = new HashMap<>();

    private int groups;
    private int peers;

    private Rooms(Pairing pairing, int roomsMax, int peersPerRoomMax) {
        if (roomsMax < 1 || peersPerRoomMax < 1) {
            throw new IllegalArgumentException("limits must be at least 1: " + roomsMax + ", " + peersPerRoomMax);
        }
        this.pairing = pairing;
        this.roomsMax = roomsMax;
        this.peersPerRoomMax = peersPerRoomMax;
    }

    /** Rooms in which everybody connects to everybody. */
    public static <M> Rooms<M> fullMesh(int roomsMax, int peersPerRoomMax) {
        return new Rooms<>(new MeshPairing(), roomsMax, peersPerRoomMax);
    }

    /** Rooms in which everybody connects to the room's host. */
    public static <M> Rooms<M> clientServer(int roomsMax, int peersPerRoomMax) {
        return new Rooms<>(new HostPairing(), roomsMax, peersPerRoomMax);
    }

    /** Lets a peer into the room it asks for, or refuses it; says whom it meets there. */
    public Join<M> join(UUID peer, M member, RoomKey requested) {
        RoomKey key = pairing.hasGroups() ? requested : RoomKey.unlimited(requested.name());
        Group<M> group = open.get(key);
        if (group == null) {
            if (groups >= roomsMax) {
                return new Join.TooManyRooms<>();
            }
            group = new Group<>(key);
        } else if (group.size() >= peersPerRoomMax) {
            return new Join.RoomFull<>();
        }
        Seat<M> seat = group.add(peer, member);
        if (group.size() == 1) {
            open.put(key, group);
            groups++;
        }
        if (group.isFull()) {
            open.remove(key);
        }
        peers++;
        return new Join.Seated<>(seat, pairing.arrived(group, seat));
    }

    /** Whom to tell. Leaving twice is leaving once. */
    public List<Notice<M>> leave(Seat<M> seat) {
        Group<M> group = seat.group();
        if (!group.remove(seat)) {
            return List.of();
        }
        peers--;
        List<Notice<M>> notices = pairing.left(group, seat);
        if (group.size() == 0) {
            groups--;
            open.remove(group.key(), group);
        }
        return notices;
    }

    /** Who gets what {@code sender} writes to {@code receiver}: empty when that is nobody of its room. */
    public Optional<M> route(Seat<M> sender, UUID receiver) {
        return pairing.route(sender, receiver).map(Seat::member);
    }

    /** The largest {@code next} that can ever be complete; empty when there are no groups here. */
    public OptionalInt groupSizeMax() {
        return pairing.hasGroups() ? OptionalInt.of(peersPerRoomMax) : OptionalInt.empty();
    }

    public int roomCount() {
        return groups;
    }

    public int peerCount() {
        return peers;
    }
}
