package dev.muster.signalling.server.rooms;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Everybody connects to everybody: whoever is there already makes the newcomer an offer. */
final class MeshPairing implements Pairing {
    @Override
    public boolean hasGroups() {
        return true;
    }

    @Override
    public <M> List<Notice<M>> arrived(Group<M> group, Seat<M> newcomer) {
        return group.noticesToOthers(newcomer, seat -> new Notice.Arrived<>(seat.member(), newcomer.peer()));
    }

    @Override
    public <M> List<Notice<M>> left(Group<M> group, Seat<M> leaver) {
        return group.noticesToOthers(leaver, seat -> new Notice.Left<>(seat.member(), leaver.peer()));
    }

    @Override
    public <M> Optional<Seat<M>> route(Seat<M> sender, UUID receiver) {
        return sender.group().seat(receiver);
    }
}
