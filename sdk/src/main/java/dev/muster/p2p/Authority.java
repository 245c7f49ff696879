package dev.muster.p2p;

import dev.muster.domain.LoggedEvent;
import dev.muster.domain.ParticipantId;
import dev.muster.identity.Actor;
import dev.muster.link.Links;
import dev.muster.p2p.Role.Guesting;
import dev.muster.p2p.Role.Hosting;
import dev.muster.wire.Creation;
import dev.muster.wire.OpeningReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is host: this side or another one, and how that changes in the life of a session. Whatever is said about it comes
 * here; the rest goes to the {@link Side} that this one is on. Belongs to one thread.
 */
final class Authority {
    private static final Logger LOG = LoggerFactory.getLogger(Authority.class);

    private final Self self;
    private final P2PSetup setup;
    private final Links links;
    private final Outlet outlet;
    private final Consumer<P2PEvent> events;
    private final Mesh mesh;
    private final Ballot ballot;
    private final LinkReports reports;
    private final HostWatch watch;
    private Optional<LosingSide> losing = Optional.empty();
    private final List<ReplicaChange> changes = new ArrayList<>();
    private Role role;
    private boolean hasSignalling;
    private long nowNanos;

    Authority(Self self, P2PSetup setup, Links links, Outlet outlet, Consumer<P2PEvent> events) {
        this.self = self;
        this.setup = setup;
        this.links = links;
        this.outlet = outlet;
        this.events = events;
        this.mesh = new Mesh(self.actor().key(), links);
        this.ballot = new Ballot(self.actor());
        this.reports = new LinkReports(self, this, links, outlet, mesh, events);
        this.watch = new HostWatch(self, mesh, setup, events);
        Inheritance nothing = Inheritance.nothing(self.session());
        this.role = setup.creation()
                .<Role>map(nonce -> hosting(Terms.founded(self, nonce, setup.policy()), nothing, 0))
                .orElseGet(() -> following(nothing, 0));
    }

    private Hosting hosting(Terms terms, Inheritance known, long lastNumber) {
        ballot.follows(terms);
        ballot.opens(terms);
        var side = new HostSide(self, setup.limits(), outlet, events, terms, known, lastNumber);
        return new Hosting(side, new Reign(self, ballot, side, mesh, setup.grace(), setup.random()));
    }

    private Guesting following(Inheritance known, long lastNumber) {
        var side = new GuestSide(self, ballot, setup.limits(), setup.grace(), outlet, events, known, lastNumber);
        var candidacy = new Candidacy(self, ballot, side, mesh, setup.grace(), setup.random(), hasSignalling);
        var allegiance = new Allegiance(self, ballot, side, mesh, candidacy);
        return new Guesting(side, allegiance);
    }

    Role role() {
        return role;
    }

    Side side() {
        return role.side();
    }

    Optional<HostSide> host() {
        return role instanceof Hosting hosting ? Optional.of(hosting.side()) : Optional.empty();
    }

    Optional<GuestSide> guest() {
        return role instanceof Guesting guesting ? Optional.of(guesting.side()) : Optional.empty();
    }

    void beginPoll(long now) {
        nowNanos = now;
        reports.beginPoll(now);
        role.side().beginPoll(now);
        if (role instanceof Hosting hosting) {
            hosting.reign().beginPoll(now);
            hosting.reign().renewed().ifPresent(terms -> goOnFor(hosting, terms));
        } else if (role instanceof Guesting guesting) {
            guesting.allegiance().beginPoll(now);
        }
    }

    /** Everything that arrived was handled: it may be time for this side to be host. */
    void succeed() {
        if (role instanceof Guesting guesting) {
            Optional<Terms> accession = guesting.allegiance().accession();
            if (accession.isPresent()) {
                becomeHost(accession.get());
            }
        }
    }

    void endPoll() {
        role.side().endPoll();
        if (role instanceof Hosting hosting) {
            reports.company().keepAsHost(hosting.side().roster());
        } else if (role instanceof Guesting guesting) {
            reports.company()
                    .keepAsGuest(
                            guesting.side().followed().replica().roster(),
                            guesting.side().lobby());
        }
        watch.endPoll(role, nowNanos);
    }

    /** Hears what the links report. */
    LinkReports reports() {
        return reports;
    }

    /** What this side can tell its player about the host. */
    HostWatch watch() {
        return watch;
    }

    HostStatus hostStatus() {
        return watch.status(role, nowNanos);
    }

    void signalling(boolean isThere) {
        hasSignalling = isThere;
        allegiance().ifPresent(one -> one.candidacy().signalling(isThere));
    }

    long nextDeadlineNanos() {
        long next = role instanceof Hosting hosting
                ? hosting.reign().nextDeadlineNanos()
                : ((Guesting) role).allegiance().nextDeadlineNanos();
        return Math.min(next, role.side().nextDeadlineNanos());
    }

    /** What became of the lobby since the last call, and of this side's part in it. */
    List<ReplicaChange> drainChanges() {
        guest().ifPresent(side -> changes.addAll(side.drainChanges()));
        if (changes.isEmpty()) {
            return List.of();
        }
        List<ReplicaChange> drained = List.copyOf(changes);
        changes.clear();
        tellWhatWasLost(drained);
        return drained;
    }

    /** The lobby of the host that went on is there. */
    private void tellWhatWasLost(List<ReplicaChange> drained) {
        if (losing.isEmpty()) {
            return;
        }
        for (ReplicaChange change : drained) {
            if (change instanceof ReplicaChange.Adopted adopted && losing.isPresent()) {
                List<LoggedEvent> missing = losing.get().missingIn(adopted.lobby());
                losing = Optional.empty();
                if (!missing.isEmpty()) {
                    events.accept(new P2PEvent.DecisionsLost(missing));
                }
            }
        }
    }

    boolean mayDecide() {
        return role instanceof Hosting hosting && hosting.reign().mayDecide();
    }

    Optional<Reign> reign() {
        return role instanceof Hosting hosting ? Optional.of(hosting.reign()) : Optional.empty();
    }

    Optional<Allegiance> allegiance() {
        return role instanceof Guesting guesting ? Optional.of(guesting.allegiance()) : Optional.empty();
    }

    void woke() {
        reign().ifPresent(Reign::woke);
    }

    /** The host that this side was until now has logged that another participant is host. */
    void handedOver(ParticipantId to) {
        reign().flatMap(one -> one.succession().handedOver(to)).ifPresent(terms -> {
            role.side().endPoll(); // Everybody hears of the last event, and the word for it, before the new terms.
            becomeGuest(terms);
        });
    }

    /** Follows the host of these terms, or is to be host itself. */
    void follow(Guesting guesting, Terms theirs) {
        if (theirs.owner().equals(self.actor())) {
            // Nothing but the next hand-over makes this process host: a term that it held once is never held again.
            boolean isNews = theirs.last().reason() == OpeningReason.HANDOVER
                    && guesting.side()
                            .terms()
                            .filter(ours -> ours.size() + 1 == theirs.size() && ours.isContinuedBy(theirs))
                            .isPresent();
            if (isNews) {
                guesting.allegiance().isToInherit(theirs);
            }
            return;
        }
        Optional<Actor> before = guesting.side().host();
        boolean isOpen = mesh.isOpen(theirs.owner());
        before.ifPresent(one -> links.trust(one, false));
        guesting.allegiance().hasHost();
        guesting.allegiance().inheritsNothing();
        ballot.follows(theirs);
        guesting.allegiance().leaves(Retreat.from(guesting.side(), theirs));
        guesting.side().follow(theirs, isOpen);
        if (isOpen) {
            links.trust(theirs.owner(), true);
            links.seek(theirs.owner());
        } else {
            guesting.allegiance().candidacy().lostHost(nowNanos + setup.grace().toNanos());
            mesh.seek(theirs.owner().key());
        }
        if (before.isPresent()) {
            passOn(theirs, before.get());
        }
    }

    /** Everybody tells everybody, once, so that a word gets round wherever one link is missing. */
    private void passOn(Terms terms, Actor before) {
        LOG.info("{} is host now ({})", terms.owner(), terms);
        mesh.sayToAll(mesh.all(), terms.toWire());
        if (!terms.owner().equals(before)) {
            boolean isUs = terms.owner().equals(self.actor());
            var host = self.participant(terms.owner());
            events.accept(new P2PEvent.HostChanged(host, isUs, terms.last().number()));
        }
    }

    private void becomeHost(Terms terms) {
        losing = Optional.empty();
        Guesting before = (Guesting) role;
        GuestSide was = before.side();
        Actor predecessor = was.host().orElseThrow();
        links.trust(predecessor, false);
        List<CommandOutbox.Own> own = was.takeCommands();
        Inheritance known = was.followed().handOver();
        changes.addAll(was.drainChanges());
        Hosting now = hosting(terms, known, was.lastNumber());
        role = now;
        links.beHost(new Creation(terms.creator(), terms.nonce()));
        beginPoll(nowNanos);
        own.forEach(now.side()::inherit);
        passOn(terms, predecessor);
        mesh.all()
                .forEach(
                        actor -> mesh.peerOf(actor).ifPresent(peer -> now.side().inheritFollower(actor, peer)));
        was.takeEarlyRequests().forEach(one -> now.side().received(one.from(), one.command()));
        known.replica()
                .lobby()
                .ifPresent(lobby -> changes.add(new ReplicaChange.Promoted(
                        lobby,
                        known.time(),
                        !lobby.isHost(self.participant(self.actor())),
                        own.stream().map(CommandOutbox.Own::asChange).toList())));
    }

    /** Somebody else is host in the newest of these terms, and this side was until now. */
    void becomeGuest(Terms terms) {
        HostSide was = ((Hosting) role).side();
        Terms ours = was.terms();
        Inheritance known = was.written().handOver();
        losing = FollowedLog.forkOf(ours, terms).map(end -> LosingSide.since(end.sequence(), known.log(), self));
        Guesting now = following(known, was.lastNumber());
        role = now;
        links.beGuest();
        beginPoll(nowNanos);
        now.side().follow(ours, false);
        changes.add(new ReplicaChange.Demoted(was.lobby().orElseThrow()));
        follow(now, terms);
    }

    /** This side goes on for another host too. */
    void goOnFor(Hosting hosting, Terms terms) {
        ballot.follows(terms);
        ballot.opens(terms);
        hosting.side().goOn(terms);
        hosting.reign().wentOn();
        passOn(terms, self.actor());
    }

    /** All terms so far, as far as this side knows any. */
    Optional<Terms> terms() {
        return role instanceof Hosting hosting
                ? Optional.of(hosting.side().terms())
                : ((Guesting) role).side().terms();
    }
}
