package dev.muster.signalling.server.rooms;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Everybody connects to the host alone: the first peer of a room, or the first to come after the host has left.
 *
 * <p>A new host is told of everybody who stayed in the room, so nobody waits for ever. (The stock server
 * forgets them.) Whatever a client sends goes to the host, whomever it names.
 */
final class HostPairing implements Pairing {
    @Override
    public boolean hasGroups() {
        return false;
    }

    @Override
    public <M> List<Notice<M>> arrived(Group<M> group, Seat<M> newcomer) {
        Optional<Seat<M>> host = group.host();
        if (host.isPresent()) {
            return List.of(new Notice.Arrived<>(host.get().member(), newcomer.peer()));
        }
        group.crown(newcomer);
        return group.noticesToOthers(newcomer, seat -> new Notice.Arrived<>(newcomer.member(), seat.peer()));
    }

    @Override
    public <M> List<Notice<M>> left(Group<M> group, Seat<M> leaver) {
        Optional<Seat<M>> host = group.host();
        if (host.isEmpty()) {
            return List.of();
        }
        if (host.get() != leaver) {
            return List.of(new Notice.Left<>(host.get().member(), leaver.peer()));
        }
        group.uncrown();
        return group.noticesToOthers(leaver, seat -> new Notice.Left<>(seat.member(), leaver.peer()));
    }

    @Override
    public <M> Optional<Seat<M>> route(Seat<M> sender, UUID receiver) {
        return sender.isHost() ? sender.group().seat(receiver) : sender.group().host();
    }
}
