package dev.muster.signalling.server.rooms;

import java.util.Objects;
import java.util.UUID;

/**
 * A member's place in a group of peers. Got from {@link Rooms#join} and given back to {@link Rooms#leave}.
 *
 * @param <M> the caller's handle for a member
 */
public final class Seat<M> {
    private final UUID peer;
    private final M member;
    private final Group<M> group;

    Seat(UUID peer, M member, Group<M> group) {
        this.peer = Objects.requireNonNull(peer);
        this.member = Objects.requireNonNull(member);
        this.group = Objects.requireNonNull(group);
    }

    public UUID peer() {
        return peer;
    }

    public M member() {
        return member;
    }

    /** Whether this member is the host of a client-server room. Never true in a full mesh. */
    public boolean isHost() {
        return group.host().filter(this::equals).isPresent();
    }

    Group<M> group() {
        return group;
    }
}
