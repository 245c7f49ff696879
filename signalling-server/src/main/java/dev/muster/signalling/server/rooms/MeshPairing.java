package dev.muster.signalling.server.rooms;

import java.util.ArrayList;
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
        List<Notice<M>> notices = new ArrayList<>(group.size() - 1);
        for (Seat<M> seat : group.seats()) {
            if (seat != newcomer) {
                notices.add(new Notice.Arrived<>(seat.member(), newcomer.peer()));
            }
        }
        return notices;
    }

    @Override
    public <M> List<Notice<M>> left(Group<M> group, Seat<M> leaver) {
        List<Notice<M>> notices = new ArrayList<>(group.size());
        for (Seat<M> seat : group.seats()) {
            notices.add(new Notice.Left<>(seat.member(), leaver.peer()));
        }
        return notices;
    }

    @Override
    public <M> Optional<Seat<M>> route(Seat<M> sender, UUID receiver) {
        return sender.group().seat(receiver);
    }
}
