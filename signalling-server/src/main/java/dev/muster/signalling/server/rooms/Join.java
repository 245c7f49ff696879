package dev.muster.signalling.server.rooms;

import java.util.List;

/**
 * The answer to somebody who wants to join a room.
 *
 * @param <M> the caller's handle for a member
 */
public sealed interface Join<M> {
    /** The peer is in. The notices go out in this order, after the peer can be reached. */
    record Seated<M>(Seat<M> seat, List<Notice<M>> notices) implements Join<M> {}

    /** The room holds as many peers as a room may. */
    record RoomFull<M>() implements Join<M> {}

    /** The room does not exist yet, and there are as many rooms as there may be. */
    record TooManyRooms<M>() implements Join<M> {}
}
