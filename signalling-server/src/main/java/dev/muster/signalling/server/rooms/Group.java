package dev.muster.signalling.server.rooms;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The peers that can reach each other: a whole room, or one matched or waiting group of a {@code next} room. */
final class Group<M> {
    private final RoomKey key;
    private final Map<UUID, Seat<M>> seats = new LinkedHashMap<>(4);
    private @Nullable Seat<M> host;

    Group(RoomKey key) {
        this.key = key;
    }

    RoomKey key() {
        return key;
    }

    int size() {
        return seats.size();
    }

    boolean isFull() {
        return key.groupSize().isPresent() && seats.size() >= key.groupSize().getAsInt();
    }

    Optional<Seat<M>> seat(UUID peer) {
        return Optional.ofNullable(seats.get(peer));
    }

    Optional<Seat<M>> host() {
        return Optional.ofNullable(host);
    }

    /** Tells everybody but {@code seat}, who may have left already. */
    List<Notice<M>> noticesToOthers(Seat<M> seat, Function<Seat<M>, Notice<M>> notice) {
        return seats.values().stream()
                .filter(other -> other != seat)
                .map(notice)
                .toList();
    }

    Seat<M> add(UUID peer, M member) {
        Seat<M> seat = new Seat<>(peer, member, this);
        if (seats.putIfAbsent(peer, seat) != null) {
            throw new IllegalStateException("peer " + peer + " is in this room already");
        }
        return seat;
    }

    boolean remove(Seat<M> seat) {
        return seats.remove(seat.peer(), seat);
    }

    void crown(Seat<M> seat) {
        host = seat;
    }

    void uncrown() {
        host = null;
    }
}
