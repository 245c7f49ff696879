package dev.muster.signalling.server.rooms;

import java.util.UUID;

/**
 * Something that one member must be told about another.
 *
 * @param <M> the caller's handle for a member
 */
public sealed interface Notice<M> {
    /** Whom to tell. */
    M to();

    /** Whom it is about. */
    UUID peer();

    /** {@code peer} is there now, and {@code to} is the one who makes it an offer. */
    record Arrived<M>(M to, UUID peer) implements Notice<M> {}

    /** {@code peer} has left. */
    record Left<M>(M to, UUID peer) implements Notice<M> {}
}
