package dev.muster.p2p;

import dev.muster.domain.Lobby;
import dev.muster.domain.ParticipantId;
import dev.muster.identity.Actor;
import dev.muster.identity.PublicKey;
import dev.muster.identity.SessionId;
import dev.muster.wire.AuthorityMessage.PeerAddresses;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import java.util.List;
import java.util.Optional;

/** Keeps those who are in linked to each other, and apart from those who were sent away. Belongs to one thread. */
final class Company {
    private final SessionId session;
    private final PublicKey self;
    private final Mesh mesh;
    private final Outlet outlet;
    private List<PublicKey> roster = List.of();
    private boolean addressesChanged;

    Company(Self self, Mesh mesh, Outlet outlet) {
        this.session = self.session();
        this.self = self.actor().key();
        this.mesh = mesh;
        this.outlet = outlet;
    }

    /** Somebody is somewhere else, or gone. */
    void addressesChanged() {
        addressesChanged = true;
    }

    /** Whether that person is in, or was met before. */
    boolean knows(PublicKey person) {
        return roster.contains(person) || mesh.knows(person);
    }

    /** Why a guest does not talk to somebody: banned people are no company, and strangers belong to the host. */
    Optional<Farewell> objectionTo(Actor actor, boolean isNoStranger, Optional<Lobby> lobby) {
        var participant = new ParticipantId(session.participantId(actor.key()));
        if (lobby.filter(one -> one.isBanned(participant)).isPresent()) {
            return Optional.of(new Farewell(FarewellCode.BANNED, "The host does not let you in any more."));
        }
        return isNoStranger
                ? Optional.empty()
                : Optional.of(new Farewell(FarewellCode.NOT_HOST, "I am not the host; the host lets people in."));
    }

    /** On the host, who finds everybody by itself: tells the others where they are. */
    void keepAsHost(List<PublicKey> now) {
        if (isNews(now)) {
            mesh.want(List.of());
            PeerAddresses addresses = mesh.addressesOf(now);
            mesh.sayToAll(mesh.openAmong(now), addresses);
        }
    }

    /** On a guest: looks for everybody else, so that nobody is alone when the host is gone. */
    void keepAsGuest(List<PublicKey> now, Optional<Lobby> lobby) {
        List<PublicKey> before = roster;
        if (isNews(now)) {
            mesh.want(now.contains(self) ? now : List.of());
            lobby.ifPresent(one -> partWith(before, now, one));
        }
    }

    private boolean isNews(List<PublicKey> now) {
        boolean isNews = addressesChanged || !now.equals(roster);
        roster = now;
        addressesChanged = false;
        return isNews;
    }

    /** Whoever was sent away is talked to by nobody any more. */
    private void partWith(List<PublicKey> before, List<PublicKey> now, Lobby lobby) {
        for (Actor actor : mesh.all()) {
            boolean isOut = before.contains(actor.key()) && !now.contains(actor.key());
            if (isOut && lobby.isBanned(new ParticipantId(session.participantId(actor.key())))) {
                outlet.close(actor, new Farewell(FarewellCode.BANNED, "The host removed you from the lobby."));
            }
        }
    }
}
