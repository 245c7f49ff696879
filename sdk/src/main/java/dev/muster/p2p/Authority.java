package dev.muster.p2p;

import dev.muster.domain.Lobby;
import dev.muster.domain.ParticipantId;
import dev.muster.identity.Actor;
import dev.muster.link.Links;
import dev.muster.transport.PeerId;
import dev.muster.wire.AuthorityMessage;
import dev.muster.wire.Creation;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.Hello;
import dev.muster.wire.OpeningReason;
import dev.muster.wire.SessionMessage;
import dev.muster.wire.SyncMessage;
import dev.muster.wire.SyncMessage.RequestMissingEvents;
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
final class Authority implements LinkListener {
    private static final Logger LOG = LoggerFactory.getLogger(Authority.class);

    private final Self self;
    private final P2PSetup setup;
    private final Links links;
    private final Outlet outlet;
    private final Consumer<P2PEvent> events;
    private final Mesh mesh;
    private final Company company;
    private final AuthorityDesk desk;
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
        this.company = new Company(self, mesh, outlet);
        this.desk = new AuthorityDesk(self, this, mesh, company, outlet);
        Inheritance nothing = Inheritance.nothing(self.session());
        this.role = setup.creation()
                .<Role>map(nonce -> hosting(Terms.founded(self, nonce), nothing, 0))
                .orElseGet(() -> following(nothing, 0));
    }

    /** What this side is at the moment. */
    sealed interface Role {
        Side side();
    }

    record Hosting(HostSide side, Reign reign) implements Role {}

    record Guesting(GuestSide side, Allegiance allegiance) implements Role {}

    private Hosting hosting(Terms terms, Inheritance known, long lastNumber) {
        var side = new HostSide(self, setup.limits(), outlet, events, terms, known, lastNumber);
        return new Hosting(side, new Reign(self, side, mesh, setup.grace()));
    }

    private Guesting following(Inheritance known, long lastNumber) {
        var side = new GuestSide(self, setup.limits(), setup.grace(), outlet, events, known, lastNumber);
        var allegiance = new Allegiance(self, side, mesh, setup.grace(), setup.random(), hasSignalling);
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
        role.side().beginPoll(now);
        if (role instanceof Hosting hosting) {
            hosting.reign().beginPoll(now);
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
            company.keepAsHost(hosting.side().roster());
        } else if (role instanceof Guesting guesting) {
            company.keepAsGuest(
                    guesting.side().followed().replica().roster(),
                    guesting.side().lobby());
        }
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
        return drained;
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
        reign().flatMap(one -> one.handedOver(to)).ifPresent(terms -> {
            role.side().endPoll(); // Everybody hears of the last event, and the word for it, before the new terms.
            becomeGuest(terms);
        });
    }

    @Override
    public void linked(Actor actor, PeerId peer, Hello hello) {
        boolean isKnown = company.knows(actor.key());
        mesh.linked(actor, peer);
        company.addressesChanged();
        if (role instanceof Hosting hosting) {
            mesh.say(actor, hosting.side().terms().toWire());
            if (hosting.side().turnsAway(actor)) {
                return;
            }
            if (hello.host()) {
                hosting.side().rival(actor);
                return;
            }
            if (!hosting.side().roster().contains(actor.key())) {
                hosting.reign().certificate().ifPresent(words -> mesh.say(actor, words));
            }
            hosting.side().linked(actor, peer);
        } else if (role instanceof Guesting guesting) {
            meetAsGuest(guesting, actor, hello, isKnown);
        }
    }

    private void meetAsGuest(Guesting guesting, Actor actor, Hello hello, boolean isKnown) {
        Optional<Terms> terms = guesting.side().terms();
        Optional<Farewell> objection = company.objectionTo(
                actor, isKnown || hello.host(), guesting.side().lobby());
        if (objection.isPresent()) {
            outlet.close(actor, objection.get());
            return;
        }
        terms.ifPresent(ours -> mesh.say(actor, ours.toWire()));
        if (terms.filter(ours -> ours.owner().equals(actor)).isPresent()) {
            hostIsThere(guesting, actor);
        }
    }

    @Override
    public void restored(Actor actor) {
        mesh.open(actor, true);
        terms().ifPresent(ours -> mesh.say(actor, ours.toWire()));
        if (role instanceof Hosting hosting) {
            hosting.side().restored(actor);
        } else if (role instanceof Guesting guesting && isHost(actor)) {
            hostIsThere(guesting, actor);
        }
    }

    private void hostIsThere(Guesting guesting, Actor actor) {
        links.trust(actor, true);
        links.seek(actor);
        guesting.allegiance().hasHost();
        guesting.side().hostLinked();
    }

    @Override
    public void broken(Actor actor) {
        mesh.open(actor, false);
        if (isHost(actor)) {
            guest().ifPresent(GuestSide::hostBroken);
        }
    }

    @Override
    public void removed(Actor actor, Optional<FarewellCode> code, String why) {
        mesh.removed(actor);
        allegiance().ifPresent(one -> one.gone(actor));
        company.addressesChanged();
        if (code.isEmpty()) {
            mesh.lost(actor.key());
        }
        if (role instanceof Hosting hosting) {
            hosting.reign().forget(actor);
            hosting.side().removed(actor, code);
        } else if (role instanceof Guesting guesting && isHost(actor)) {
            hostIsGone(guesting, code, why);
        }
    }

    /** Those who are in go on without the host; everybody else has nobody left to ask. */
    private void hostIsGone(Guesting guesting, Optional<FarewellCode> code, String why) {
        // Displaced: the host's process started anew and remembers nothing of its term.
        boolean livesOn = code.isEmpty()
                || code.equals(Optional.of(FarewellCode.LEFT))
                || code.equals(Optional.of(FarewellCode.DISPLACED));
        boolean isOver = guesting.side().lobby().filter(Lobby::isEnded).isPresent();
        guesting.side().hostBroken();
        if (livesOn && guesting.allegiance().isIn() && !isOver) {
            guesting.allegiance().lostHost(nowNanos);
            events.accept(new P2PEvent.ChoosingHost());
        } else {
            guesting.side().endedBy(why, code.filter(FarewellCode::isFinal).isPresent());
        }
    }

    @Override
    public void received(Actor from, SessionMessage message) {
        if (message instanceof AuthorityMessage about) {
            desk.hear(from, about, nowNanos);
            return;
        }
        SyncMessage sync = (SyncMessage) message;
        boolean mayAsk =
                allegiance().filter(one -> one.answersQuestionsOf(from)).isPresent();
        if (sync instanceof RequestMissingEvents question && mayAsk && mesh.mayCost(from, nowNanos)) {
            guest().ifPresent(side -> new LastEvents(self, side.followed(), outlet)
                    .answer(from, question, side.terms().orElseThrow()));
        } else if (isHost(from) || !mesh.isSomesHost(from)) {
            role.side().received(from, sync);
        } else {
            LOG.debug("{} tells what only concerns those who follow it", from);
        }
    }

    @Override
    public void writable() {
        terms().ifPresent(ours -> mesh.sayToAll(mesh.takeOwed(), ours.toWire()));
        role.side().writable();
    }

    @Override
    public void signalling(boolean isThere) {
        hasSignalling = isThere;
        allegiance().ifPresent(one -> one.signalling(isThere));
    }

    @Override
    public boolean wantsToMeet() {
        return role.side().wantsToMeet();
    }

    @Override
    public boolean isHost(Actor actor) {
        return guest().flatMap(GuestSide::host).filter(actor::equals).isPresent();
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
        guesting.side().follow(theirs, isOpen);
        if (isOpen) {
            links.trust(theirs.owner(), true);
            links.seek(theirs.owner());
        } else {
            guesting.allegiance().lostHost(nowNanos + setup.grace().toNanos());
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
        Guesting now = following(was.handOver(), was.lastNumber());
        role = now;
        links.beGuest();
        beginPoll(nowNanos);
        now.side().follow(ours, false);
        changes.add(new ReplicaChange.Demoted(was.lobby().orElseThrow()));
        follow(now, terms);
    }

    /** This side goes on for another host too. */
    void goOnFor(Hosting hosting, Terms terms) {
        hosting.reign().wentOn();
        hosting.side().goOn(terms);
        passOn(terms, self.actor());
    }

    /** All terms so far, as far as this side knows any. */
    Optional<Terms> terms() {
        return role instanceof Hosting hosting
                ? Optional.of(hosting.side().terms())
                : ((Guesting) role).side().terms();
    }
}
