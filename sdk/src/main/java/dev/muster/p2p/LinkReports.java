package dev.muster.p2p;

import dev.muster.domain.Lobby;
import dev.muster.identity.Actor;
import dev.muster.link.Links;
import dev.muster.p2p.Role.Guesting;
import dev.muster.p2p.Role.Hosting;
import dev.muster.transport.PeerId;
import dev.muster.wire.AuthorityMessage;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.Hello;
import dev.muster.wire.SessionMessage;
import dev.muster.wire.SyncMessage;
import dev.muster.wire.SyncMessage.RequestMissingEvents;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the links report, as far as it matters for who is host: who came, went quiet or is gone, and what they say
 * about it. The rest goes to the {@link Side} that this one is on. Belongs to one thread.
 */
final class LinkReports implements LinkListener {
    private static final Logger LOG = LoggerFactory.getLogger(LinkReports.class);

    private final Self self;
    private final Authority authority;
    private final Links links;
    private final Outlet outlet;
    private final Mesh mesh;
    private final Company company;
    private final AuthorityDesk desk;
    private final Consumer<P2PEvent> events;
    private long nowNanos;

    LinkReports(Self self, Authority authority, Links links, Outlet outlet, Mesh mesh, Consumer<P2PEvent> events) {
        this.self = self;
        this.authority = authority;
        this.links = links;
        this.outlet = outlet;
        this.mesh = mesh;
        this.company = new Company(self, mesh, outlet);
        this.desk = new AuthorityDesk(self, authority, mesh, company, outlet);
        this.events = events;
    }

    void beginPoll(long now) {
        nowNanos = now;
    }

    Company company() {
        return company;
    }

    @Override
    public void linked(Actor actor, PeerId peer, Hello hello) {
        boolean isKnown = company.knows(actor.key());
        mesh.linked(actor, peer);
        company.addressesChanged();
        if (authority.role() instanceof Hosting hosting) {
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
        } else if (authority.role() instanceof Guesting guesting) {
            meetAsGuest(guesting, actor, hello, isKnown);
        }
    }

    private void meetAsGuest(Guesting guesting, Actor actor, Hello hello, boolean isKnown) {
        if (guesting.side().hasEnded()) {
            takeLeave(actor);
            return;
        }
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
        authority.watch().degraded(actor, false);
        authority.terms().ifPresent(ours -> mesh.say(actor, ours.toWire()));
        if (authority.role() instanceof Hosting hosting) {
            hosting.side().restored(actor);
        } else if (authority.role() instanceof Guesting guesting && isHost(actor)) {
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
    public void degraded(Actor actor, boolean isNow) {
        authority.watch().degraded(actor, isNow);
    }

    @Override
    public void broken(Actor actor) {
        mesh.open(actor, false);
        if (isHost(actor)) {
            authority.watch().hostBroken(nowNanos);
            authority.guest().ifPresent(GuestSide::hostBroken);
        }
    }

    @Override
    public void removed(Actor actor, Optional<FarewellCode> code, String why) {
        mesh.removed(actor);
        authority.watch().degraded(actor, false);
        authority.allegiance().ifPresent(one -> one.gone(actor));
        company.addressesChanged();
        if (code.filter(FarewellCode::isFinal).isEmpty()) {
            mesh.lost(actor.key());
        }
        if (authority.role() instanceof Hosting hosting) {
            hosting.reign().forget(actor);
            hosting.side().removed(actor, code);
        } else if (authority.role() instanceof Guesting guesting && isHost(actor)) {
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
            guesting.allegiance().candidacy().lostHost(nowNanos);
            events.accept(new P2PEvent.ChoosingHost());
        } else {
            guesting.side().endedBy(why, code.filter(FarewellCode::isFinal).isPresent());
            if (guesting.side().hasEnded()) {
                // A host that is lost in the same moment may have told nobody else, and its seat would never be free.
                mesh.all().forEach(this::takeLeave);
            } else {
                guesting.allegiance().anyOther().ifPresent(terms -> authority.follow(guesting, terms));
            }
        }
    }

    private void takeLeave(Actor actor) {
        outlet.close(actor, new Farewell(FarewellCode.LEFT, "The session is over for me."));
    }

    @Override
    public void received(Actor from, SessionMessage message) {
        if (message instanceof AuthorityMessage about) {
            desk.hear(from, about, nowNanos);
            return;
        }
        SyncMessage sync = (SyncMessage) message;
        boolean mayAsk = authority
                .allegiance()
                .filter(one -> one.answersQuestionsOf(from))
                .isPresent();
        if (sync instanceof RequestMissingEvents question && mayAsk && mesh.mayAsk(from, nowNanos)) {
            authority
                    .guest()
                    .ifPresent(side -> new LastEvents(self, side.followed(), outlet)
                            .answer(from, question, side.terms().orElseThrow()));
        } else if (isHost(from) || !mesh.isSomesHost(from)) {
            authority.side().received(from, sync);
        } else {
            LOG.debug("{} tells what only concerns those who follow it", from);
        }
    }

    @Override
    public void writable() {
        authority.terms().ifPresent(ours -> mesh.sayToAll(mesh.takeOwed(), ours.toWire()));
        authority.side().writable();
    }

    @Override
    public void signalling(boolean isThere) {
        authority.signalling(isThere);
    }

    @Override
    public boolean wantsToMeet() {
        return authority.side().wantsToMeet();
    }

    @Override
    public boolean isHost(Actor actor) {
        return authority.guest().flatMap(GuestSide::host).filter(actor::equals).isPresent();
    }
}
