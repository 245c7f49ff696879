package dev.muster.p2p;

import dev.muster.domain.CommandFailed;
import dev.muster.domain.CorrelationId;
import dev.muster.domain.EmittedEvent;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.LoggedEvent;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipCommand.RemoveLostGuest;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestKicked;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.Refusal;
import dev.muster.domain.Sender;
import dev.muster.identity.Actor;
import dev.muster.identity.PublicKey;
import dev.muster.transport.PeerId;
import dev.muster.wire.Author;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.SyncMessage;
import dev.muster.wire.SyncMessage.CommandRequest;
import dev.muster.wire.SyncMessage.Confirmation;
import dev.muster.wire.SyncMessage.Head;
import dev.muster.wire.SyncMessage.RequestFullSync;
import dev.muster.wire.SyncMessage.RequestMissingEvents;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's part: numbers what the domain decided, gives its word for it, tells everybody who is in, and takes their
 * commands. What one peer does costs that peer and nobody else. Belongs to one thread.
 */
final class HostSide implements Side {
    /** Signatures of others that are checked in one poll; a confirmation more is let go, the next one covers it. */
    static final int CHECKS_PER_POLL_MAX = 16;

    private static final Logger LOG = LoggerFactory.getLogger(HostSide.class);

    private final Self self;
    private final Outlet outlet;
    private final Consumer<P2PEvent> events;
    private final WrittenLog written;
    private final Replica replica;
    private final CommandIntake intake;
    private final CommandDesk desk;
    private final Audience audience;
    private final SignatureBudget checks = new SignatureBudget(CHECKS_PER_POLL_MAX);
    private final Set<Actor> rivals = new HashSet<>();
    private long ownCommands;
    private Optional<CorrelationId> ownCause = Optional.empty();
    private long nowNanos;

    /**
     * @param terms the newest of which is this side's
     * @param known what the log holds so far
     * @param lastNumber of the last command of this process so far
     */
    HostSide(
            Self self,
            P2PLimits limits,
            Outlet outlet,
            Consumer<P2PEvent> events,
            Terms terms,
            Inheritance known,
            long lastNumber) {
        this.self = self;
        this.outlet = outlet;
        this.events = events;
        this.written = new WrittenLog(self, terms, known);
        this.replica = written.replica();
        this.ownCommands = lastNumber;
        this.intake = new CommandIntake(limits.queueSize(), replica.authors());
        var form = new LogForm(self.session(), self.lobby(), terms);
        this.audience = new Audience(
                written.log(), form, outlet, written.shelf(), one -> LOG.info("Sent full sync to {}", one.peer));
        this.desk = new CommandDesk(self, outlet, written, intake, audience, checks);
    }

    Terms terms() {
        return written.terms();
    }

    /** Goes on in another term of its own, for those of another host too. */
    void goOn(Terms merged) {
        written.goOn(merged);
        audience.termChanged();
    }

    /** The host's word for everything so far. */
    Head word() {
        if (written.signAll(nowNanos)) {
            audience.touch();
        }
        return written.heads().newest().orElseThrow();
    }

    /** The log, and what another part of this side goes on with once somebody else is host. */
    WrittenLog written() {
        return written;
    }

    long lastNumber() {
        return ownCommands;
    }

    /** The keys of everybody who is in, in the order of admission. */
    List<PublicKey> roster() {
        return replica.roster();
    }

    /** A command that this side had sent to the host before, and now decides itself. */
    void inherit(CommandOutbox.Own own) {
        intake.inherit(new Author(self.actor(), own.number()), own.id(), own.wasAccepted());
    }

    CommandIntake intake() {
        return intake;
    }

    Audience audience() {
        return audience;
    }

    @Override
    public long lastSequence() {
        return written.log().lastSequence();
    }

    @Override
    public void beginPoll(long now) {
        nowNanos = now;
        checks.beginPoll();
    }

    /** Tells everybody what there is to tell. The lobby is the one after everything that was published. */
    @Override
    public void endPoll() {
        serve(); // Before the host's word for it: a signature takes longer than all the rest.
        if (written.signIfDue(nowNanos)) {
            audience.touch();
            serve();
        }
    }

    private void serve() {
        if (audience.isDue(nowNanos) && replica.lobby().isPresent()) {
            intake.allLogged();
            audience.serve(replica.lobby().get(), written.heads(), nowNanos);
        }
    }

    @Override
    public long nextDeadlineNanos() {
        return Math.min(written.nextDeadlineNanos(), audience.nextDeadlineNanos());
    }

    /** Whether somebody is banned, and was told so. */
    boolean turnsAway(Actor actor) {
        ParticipantId participant = replica.idOf(actor.key());
        boolean isBanned =
                replica.lobby().filter(lobby -> lobby.isBanned(participant)).isPresent();
        if (isBanned) {
            close(actor, FarewellCode.BANNED, "The host does not let you in any more.");
        }
        return isBanned;
    }

    /** Somebody is linked, and hears from now on what it may hear. */
    void linked(Actor actor, PeerId peer) {
        ParticipantId participant = replica.idOf(actor.key());
        LOG.info("HOST: Peer {} connected - auto-sending full sync", peer);
        audience.add(new Follower(actor, participant, peer, nowNanos));
    }

    /** Somebody who followed the host before is told what comes from now on; it says what it lacks of the rest. */
    void inheritFollower(Actor actor, PeerId peer) {
        var follower = new Follower(actor, replica.idOf(actor.key()), peer, nowNanos);
        if (replica.roster().contains(actor.key())) {
            follower.member = true;
            follower.position = lastSequence();
        }
        audience.add(follower);
    }

    /**
     * Back in time. What was under way to it may be lost: it says how far it is if it noticed a break itself, and else
     * the head tells it what it misses.
     */
    void restored(Actor actor) {
        audience.find(actor).ifPresent(follower -> {
            follower.headSent = 0;
            follower.face = Optional.empty();
            follower.progressNanos = nowNanos;
            audience.touch();
        });
    }

    /** A newcomer waits to be connected to, and the host is the one who lets people in. */
    @Override
    public boolean wantsToMeet() {
        return true;
    }

    /** Commands wait to be drained, nothing else does. */
    @Override
    public int handle(int most) {
        return 0;
    }

    @Override
    public void writable() {
        audience.touch();
    }

    @Override
    public boolean hasMore() {
        return !intake.isEmpty();
    }

    /**
     * That peer is gone for good.
     *
     * @param code the goodbye that was said, by either side; empty where a link was lost without one
     */
    void removed(Actor actor, Optional<FarewellCode> code) {
        rivals.remove(actor);
        audience.remove(actor);
        intake.forget(actor);
        // Another process of the same person keeps the seat; its link is told of next.
        boolean isDisplaced = code.equals(Optional.of(FarewellCode.DISPLACED));
        boolean hasOtherLink = isDisplaced
                || audience.all().stream().anyMatch(one -> one.actor.key().equals(actor.key()));
        if (hasOtherLink || !replica.roster().contains(actor.key())) {
            return;
        }
        if (code.equals(Optional.of(FarewellCode.LEFT))) {
            ParticipantId participant = replica.idOf(actor.key());
            intake.add(Sender.person(participant), new LeaveLobby(self.lobby(), participant));
        } else {
            removeLost(actor.key());
        }
    }

    /** That person is in, and did not come back in time. */
    void removeLost(PublicKey person) {
        intake.add(Sender.session(), new RemoveLostGuest(self.lobby(), replica.idOf(person)));
    }

    @Override
    public void received(Actor from, SyncMessage message) {
        if (message instanceof CommandRequest request) {
            desk.take(from, request);
        } else if (message instanceof Confirmation word) {
            confirmation(from, word);
        } else if (message instanceof RequestMissingEvents request) {
            audience.repair(from, request, nowNanos);
        } else if (message instanceof RequestFullSync request) {
            audience.resume(from, request, nowNanos);
        } else {
            hostSpeakOf(from);
        }
    }

    /** One who was host, and does not know yet that it is no more, may still say what hosts say. */
    private void hostSpeakOf(Actor from) {
        if (!terms().isOwner(from) && !rivals.contains(from)) {
            close(from, FarewellCode.PROTOCOL, "Only the host of this session says that.");
        }
    }

    private void confirmation(Actor from, Confirmation word) {
        Optional<Follower> member = audience.find(from).filter(one -> one.member && word.sequence() > one.confirmed);
        if (member.isEmpty() || !written.holds(word) || !checks.take()) {
            return;
        }
        var statement = Words.confirmation(self.session(), from, terms(), new Stand(word.sequence(), word.hash()));
        if (self.checker().isSignedBy(from.key(), statement, word.signature())) {
            member.get().confirmed = word.sequence();
            member.get().word = Optional.of(word);
            audience.touch();
        } else {
            close(from, FarewellCode.PROTOCOL, "A confirmation was not signed by its sender.");
        }
    }

    /**
     * Takes what the domain emitted, in order.
     *
     * @param after the lobby after everything emitted so far
     */
    void publish(EmittedEvent emitted, Lobby after) {
        if (emitted.event() instanceof LoggedEvent event) {
            log(event, emitted.at(), authorOf(emitted), after);
        } else if (emitted.event() instanceof CommandFailed failed) {
            intake.authorOf(failed.correlationId()).ifPresent(author -> {
                intake.refused(failed.correlationId(), failed.refusal());
                desk.tellOutcome(author, failed.refusal());
            });
        }
    }

    /** A drained command did not get into the domain's queue. */
    void notSubmitted(long ticket, Refusal refusal) {
        intake.notSubmitted(ticket, refusal).ifPresent(author -> desk.tellOutcome(author, refusal));
    }

    /** Another host of the same session, with whom it has to be settled who goes on. */
    void rival(Actor actor) {
        rivals.add(actor);
        audience.remove(actor);
    }

    /** It follows this side now. */
    void noRival(Actor actor) {
        rivals.remove(actor);
    }

    Optional<Lobby> lobby() {
        return replica.lobby();
    }

    /** Sends a peer the lobby again, with the next flush. */
    void sendFullSync(Actor actor) {
        audience.find(actor).ifPresent(follower -> {
            follower.face = Optional.empty();
            follower.position = Follower.UNKNOWN;
            follower.snapshotNanos = Long.MIN_VALUE;
            audience.touch();
        });
    }

    private void log(LoggedEvent event, LobbyTime at, Optional<Author> author, Lobby after) {
        long sequence = written.append(event, at, author, after);
        author.filter(by -> by.actor().equals(self.actor()))
                .flatMap(intake::inherited)
                .ifPresent(id -> events.accept(new P2PEvent.CommandAccepted(id, sequence)));
        audience.touch();
        tellThoseItIsAbout(event);
    }

    private void tellThoseItIsAbout(LoggedEvent event) {
        if (event instanceof GuestJoined joined) {
            LOG.info("Broadcasting GuestJoined: {}", joined.participant().name());
            replica.keyOf(joined.participant().id()).ifPresent(this::removeIfGone);
        } else if (event instanceof GuestLeft left) {
            audience.forEachOf(left.participantId(), one -> one.memberUntil = lastSequence());
        } else if (event instanceof GuestKicked kicked) {
            FarewellCode code = kicked.banned() ? FarewellCode.BANNED : FarewellCode.KICKED;
            audience.forEachOf(
                    kicked.participantId(), one -> close(one.actor, code, "The host removed you from the lobby."));
        }
    }

    /** Somebody may have left, or been removed, while the wish to join was still waiting for its decision. */
    private void removeIfGone(PublicKey person) {
        if (audience.all().stream().noneMatch(one -> one.actor.key().equals(person))) {
            removeLost(person);
        }
    }

    /** The guest whose command it was; the host itself for its own; nobody for the clock and the session. */
    private Optional<Author> authorOf(EmittedEvent emitted) {
        if (emitted.cause().isEmpty()) {
            return Optional.empty();
        }
        Optional<Author> guest = emitted.cause().flatMap(intake::authorOf);
        if (guest.isPresent()) {
            return guest;
        }
        if (!ownCause.equals(emitted.cause())) {
            ownCause = emitted.cause();
            ownCommands++;
        }
        return Optional.of(new Author(self.actor(), ownCommands));
    }

    private void close(Actor peer, FarewellCode code, String sentence) {
        outlet.close(peer, new Farewell(code, sentence));
    }
}
