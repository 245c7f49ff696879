package dev.muster.session;

import dev.muster.domain.DomainCommand;
import dev.muster.identity.Actor;
import dev.muster.identity.FastKeys;
import dev.muster.identity.Hash;
import dev.muster.identity.Identity;
import dev.muster.identity.Incarnation;
import dev.muster.identity.Nonce;
import dev.muster.identity.SessionId;
import dev.muster.identity.Statement;
import dev.muster.identity.StatementKind;
import dev.muster.link.LinkConfig;
import dev.muster.link.LinkEvent;
import dev.muster.link.Links;
import dev.muster.link.LocalPeer;
import dev.muster.p2p.P2PLoop;
import dev.muster.simulation.SimulatedPeer;
import dev.muster.wire.AuthorityMessage.TermChain;
import dev.muster.wire.Creation;
import dev.muster.wire.LobbyJson;
import dev.muster.wire.Opening;
import dev.muster.wire.OpeningReason;
import dev.muster.wire.PeerJson;
import dev.muster.wire.RawJson;
import dev.muster.wire.SessionMessage;
import dev.muster.wire.SyncMessage.CommandRequest;
import dev.muster.wire.Versions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A peer that greets as it should, and then says whatever the test wants. Hears and remembers everything. */
final class Liar {
    final SessionId session;
    final Identity identity;
    final Actor actor;
    final SimulatedPeer machine;
    private final Optional<Nonce> creation;
    final Links links;
    private Optional<TermChain> pretended = Optional.empty();
    final List<Actor> linked = new ArrayList<>();
    final List<LinkEvent.Removed> removals = new ArrayList<>();
    final List<SessionMessage> heard = new ArrayList<>();

    private Liar(World world, String name, SessionId session, Identity identity, Optional<Nonce> creation, int run) {
        this.session = session;
        this.identity = identity;
        this.creation = creation;
        this.machine = world.network.addPeer(name);
        byte[] drawn = new byte[Incarnation.BYTES];
        drawn[0] = (byte) run;
        var incarnation = new Incarnation(drawn);
        var self = new LocalPeer(
                session,
                identity,
                incarnation,
                creation.isPresent(),
                creation.map(nonce -> new Creation(identity.publicKey(), nonce)),
                new Versions(Versions.PROTOCOL, P2PLoop.SOFTWARE, World.APPLICATION));
        this.actor = self.actor();
        this.links = new Links(
                LinkConfig.DEFAULT.withSignatures(FastKeys.CHECKER),
                self,
                machine.transport(),
                new SplittableRandom(name.hashCode()));
        machine.run(Duration.ofMillis(50), (monotonicNanos, wallMillis) -> turn(monotonicNanos));
    }

    /** One who knows the session's id and comes as a guest. */
    static Liar guest(World world, World.Player host, String name) {
        return new Liar(world, name, host.session, FastKeys.identity(name), Optional.empty(), 0);
    }

    /** One who made a session of its own and hosts it. */
    static Liar host(World world, String name) {
        Identity identity = FastKeys.identity(name);
        var nonce = new Nonce(new byte[Nonce.BYTES]);
        return new Liar(world, name, SessionId.of(identity.publicKey(), nonce), identity, Optional.of(nonce), 0);
    }

    /** A new process of a host, which knows its key and what the session's id was made from. */
    Liar startedAgain(World world) {
        var nonce = new Nonce(new byte[Nonce.BYTES]);
        return new Liar(world, machine.name() + " again", session, identity, Optional.of(nonce), 1);
    }

    void say(SessionMessage message) {
        linked.forEach(to -> links.send(to, PeerJson.encode(message)));
    }

    void command(long number, long known, DomainCommand command) {
        say(new CommandRequest(number, known, RawJson.takeOver(LobbyJson.encode(command)), Optional.empty()));
    }

    <M> List<M> heard(Class<M> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    boolean isThrownOut() {
        return !removals.isEmpty();
    }

    /** Tells everybody whom it meets from now on that it is host. */
    void isHostOf(TermChain terms) {
        pretended = Optional.of(terms);
        Nonce nonce = terms.nonce();
        links.beHost(new Creation(terms.openings().get(0).owner().key(), nonce));
    }

    /** The only term of a session of its own. */
    private TermChain chain(Nonce nonce) {
        Hash none = new Hash(new byte[Hash.BYTES]);
        Statement words = Statement.about(StatementKind.OPENING, session, actor.incarnation())
                .with(0)
                .with(actor.key())
                .with(OpeningReason.CREATION.name())
                .with(none)
                .with(0)
                .with(none)
                .with(Hash.of(actor.key().toByteArray()))
                .build();
        var opening = new Opening(
                0,
                actor,
                OpeningReason.CREATION,
                none,
                0,
                none,
                List.of(actor.key()),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                identity.sign(words));
        return new TermChain(nonce, List.of(opening));
    }

    private void turn(long nowNanos) {
        for (Optional<LinkEvent> next = links.poll(nowNanos); next.isPresent(); next = links.poll(nowNanos)) {
            LinkEvent event = next.get();
            if (event instanceof LinkEvent.Linked peer) {
                linked.add(peer.actor());
                pretended
                        .or(() -> creation.map(this::chain))
                        .ifPresent(terms -> links.send(peer.actor(), PeerJson.encode(terms)));
            } else if (event instanceof LinkEvent.Received received) {
                heard.add(received.message());
            } else if (event instanceof LinkEvent.Removed removed) {
                linked.remove(removed.actor());
                removals.add(removed);
            } else if (event instanceof LinkEvent.PeerAnnounced announced) {
                links.dial(announced.peer());
            }
        }
    }
}
