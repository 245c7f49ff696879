package dev.muster.signalling.server.rooms;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who of a group is told about whom, and who may write to whom.
 *
 * <p>The rule that both keep: of two peers that shall connect, exactly one is told about the other. That one
 * makes the offer. If both were told, both would offer and neither would answer.
 */
interface Pairing {
    /** Whether {@code next} splits rooms into groups. */
    boolean hasGroups();

    /** The newcomer has its seat; whom to tell. */
    <M> List<Notice<M>> arrived(Group<M> group, Seat<M> newcomer);

    /** The seat is empty again; whom to tell. */
    <M> List<Notice<M>> left(Group<M> group, Seat<M> leaver);

    <M> Optional<Seat<M>> route(Seat<M> sender, UUID receiver);
}
