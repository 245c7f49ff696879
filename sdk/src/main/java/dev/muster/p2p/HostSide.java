package dev.muster.p2p;

import dev.muster.domain.CommandFailed;
import dev.muster.domain.CorrelationId;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.EmittedEvent;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.LifecycleEvent.LobbyEnded;
import dev.muster.domain.LifecycleEvent.PasswordChanged;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.LoggedEvent;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipCommand.RemoveLostGuest;
import dev.muster.domain.MembershipEvent;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestKicked;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.Refusal;
import dev.muster.domain.RefusalCode;
import dev.muster.domain.Sender;
import dev.muster.identity.Actor;
import dev.muster.identity.PublicKey;
import dev.muster.transport.PeerId;
import dev.muster.wire.Author;
import dev.muster.wire.Decoded;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.Hello;
import dev.muster.wire.LobbyJson;
import dev.muster.wire.PeerJson;
import dev.muster.wire.RawJson;
import dev.muster.wire.SyncMessage;
import dev.muster.wire.SyncMessage.CommandOutcome;
import dev.muster.wire.SyncMessage.CommandRequest;
import dev.muster.wire.SyncMessage.Confirmation;
import dev.muster.wire.SyncMessage.Head;
import dev.muster.wire.SyncMessage.RequestFullSync;
import dev.muster.wire.SyncMessage.RequestMissingEvents;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's part: numbers what the domain decided, gives its word for it, tells everybody who is in, and takes their
 * commands. What one peer does costs that peer and nobody else. Belongs to one thread.
 */
final class HostSide implements Side {
    /** A command is decided if its author knew one of the last so many events. */
    static final int KNOWN_EVENTS_MAX = 1_024;

    /** Or one of the last so much lobby time. */
    static final Duration KNOWN_TIME_MAX = Duration.ofSeconds(60);

    /** After so many events the host gives its word for the lobby too, and not for the log alone. */
    static final int CHECKPOINT_EVENTS_MAX = 256;

    /** Signatures of others that are checked in one poll; a confirmation more is let go, the next one covers it. */
    static final int CHECKS_PER_POLL_MAX = 16;

    private static final Logger LOG = LoggerFactory.getLogger(HostSide.class);

    private final Self self;
    private final Outlet outlet;
    private final EventLog log = new EventLog();
    private final Replica replica;
    private final Term term;
    private final HeadSigner signer;
    private final HeadRhythm rhythm = new HeadRhythm();
    private final CommandIntake intake;
    private final SnapshotShelf shelf;
    private final Audience audience;

    private boolean rosterChanged;
    private long checkpointSequence;
    private Optional<Head> head = Optional.empty();
    private long ownCommands;
    private Optional<CorrelationId> ownCause = Optional.empty();
    private int checksThisPoll;
    private long nowNanos;

    HostSide(Self self, P2PLimits limits, Outlet outlet) {
        this.self = self;
        this.outlet = outlet;
        this.replica = new Replica(self.session());
        this.term = new Term(0, self.actor());
        this.signer = new HeadSigner(self.session(), self.identity(), term);
        this.intake = new CommandIntake(limits.queueSize(), replica.authors());
        var form = new LogForm(self.session(), self.lobby(), term);
        this.shelf = new SnapshotShelf(log, replica, signer);
        this.audience = new Audience(log, form, outlet, shelf, one -> LOG.info("Sent full sync to {}", one.peer));
    }

    CommandIntake intake() {
        return intake;
    }

    Audience audience() {
        return audience;
    }

    @Override
    public long lastSequence() {
        return log.lastSequence();
    }

    @Override
    public void beginPoll(long now) {
        nowNanos = now;
        checksThisPoll = 0;
    }

    /** Tells everybody what there is to tell. The lobby is the one after everything that was published. */
    @Override
    public void endPoll() {
        if (rhythm.isDue(log.lastSequence(), nowNanos)) {
            head = Optional.of(newHead());
            rhythm.signed(log.lastSequence(), nowNanos);
            audience.touch();
        }
        if (audience.isDue(nowNanos) && replica.lobby().isPresent()) {
            intake.allLogged();
            audience.serve(replica.lobby().get(), head, nowNanos);
        }
    }

    /** Whoever is in, and who came later, can be proved by a checkpoint wherever the roster changed. */
    private Head newHead() {
        if (!rosterChanged && log.lastSequence() - checkpointSequence < CHECKPOINT_EVENTS_MAX) {
            return signer.head(new Stand(log.lastSequence(), log.lastHash()));
        }
        rosterChanged = false;
        checkpointSequence = log.lastSequence();
        return shelf.checkpoint();
    }

    @Override
    public long nextDeadlineNanos() {
        return Math.min(rhythm.nextDeadlineNanos(log.lastSequence()), audience.nextDeadlineNanos());
    }

    @Override
    public void linked(Actor actor, PeerId peer, Hello hello) {
        ParticipantId participant = replica.idOf(actor.key());
        if (replica.lobby().filter(lobby -> lobby.isBanned(participant)).isPresent()) {
            outlet.close(actor, new Farewell(FarewellCode.BANNED, "The host does not let you in any more."));
            return;
        }
        LOG.info("HOST: Peer {} connected - auto-sending full sync", peer);
        audience.add(new Follower(actor, participant, peer, nowNanos));
    }

    /**
     * Back in time. What was under way to it may be lost: it says how far it is if it noticed a break itself, and else
     * the head tells it what it misses.
     */
    @Override
    public void restored(Actor actor) {
        audience.find(actor).ifPresent(follower -> {
            follower.headSent = 0;
            follower.face = Optional.empty();
            follower.progressNanos = nowNanos;
            audience.touch();
        });
    }

    @Override
    public void broken(Actor actor) {
        LOG.debug("{} is quiet; its place is kept", actor);
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

    @Override
    public void removed(Actor actor, Optional<FarewellCode> code, String why) {
        audience.remove(actor);
        intake.forget(actor);
        ParticipantId participant = replica.idOf(actor.key());
        // Another process of the same person keeps the seat; its link is told of next.
        boolean isDisplaced = code.equals(Optional.of(FarewellCode.DISPLACED));
        boolean hasOtherLink =
                isDisplaced || audience.all().stream().anyMatch(one -> one.participant.equals(participant));
        boolean isIn = replica.lobby()
                .filter(lobby -> lobby.participant(participant).isPresent())
                .isPresent();
        if (!isIn || hasOtherLink) {
            return;
        }
        if (code.equals(Optional.of(FarewellCode.LEFT))) {
            intake.add(Sender.person(participant), new LeaveLobby(self.lobby(), participant));
        } else {
            intake.add(Sender.session(), new RemoveLostGuest(self.lobby(), participant));
        }
    }

    @Override
    public void received(Actor from, SyncMessage message) {
        if (message instanceof CommandRequest request) {
            commandRequest(from, request);
        } else if (message instanceof Confirmation word) {
            confirmation(from, word);
        } else if (message instanceof RequestMissingEvents request) {
            requestMissingEvents(from, request);
        } else if (message instanceof RequestFullSync request) {
            requestFullSync(from, request);
        } else {
            close(from, FarewellCode.PROTOCOL, "Only the host of this session says that.");
        }
    }

    private void commandRequest(Actor from, CommandRequest request) {
        var author = new Author(from, request.number());
        Decoded<DomainCommand> decoded =
                LobbyJson.decodeCommand(request.command().toByteArray());
        if (decoded instanceof Decoded.Rejected<DomainCommand> rejected) {
            close(from, FarewellCode.PROTOCOL, "That command was not understood: " + rejected.reason());
            return;
        }
        DomainCommand command = ((Decoded.Ok<DomainCommand>) decoded).value();
        if (replica.authors().standingOf(author) == AuthorLedger.Standing.LOGGED) {
            tellThatItIsLogged(author);
            return;
        }
        Optional<Refusal> refusal = isTooLate(request, command)
                ? Optional.of(new Refusal(
                        RefusalCode.TOO_LATE, "That was decided on so long ago that nobody can mean it any more."))
                : intake.take(author, sender(from, request), command);
        refusal.ifPresent(why -> tellOutcome(author, why));
        if (refusal.isEmpty() && command instanceof JoinLobby join) {
            LOG.info("Guest '{}' joining via P2P", Printable.of(join.guestName()));
        }
    }

    private void requestFullSync(Actor from, RequestFullSync request) {
        audience.find(from).filter(one -> one.repairs.take(1, nowNanos)).ifPresent(follower -> {
            if (follower.member) {
                audience.resumeAt(follower, request.lastKnownSequence());
            } else {
                follower.face = Optional.empty();
            }
            audience.touch();
        });
    }

    private void requestMissingEvents(Actor from, RequestMissingEvents request) {
        audience.find(from)
                .filter(one -> one.member && one.repairs.take(1, nowNanos))
                .ifPresent(follower -> audience.repair(follower, request.firstSequence(), request.lastSequence()));
    }

    private void confirmation(Actor from, Confirmation word) {
        Optional<Follower> member = audience.find(from).filter(one -> one.member && word.sequence() > one.confirmed);
        boolean isTrue = word.term() == term.number()
                && log.find(word.sequence())
                        .filter(entry -> entry.hash().equals(word.hash()))
                        .isPresent();
        if (member.isEmpty() || !isTrue || checksThisPoll++ >= CHECKS_PER_POLL_MAX) {
            return;
        }
        var statement = Words.confirmation(self.session(), from, word.term(), new Stand(word.sequence(), word.hash()));
        if (self.checker().isSignedBy(from.key(), statement, word.signature())) {
            member.get().confirmed = word.sequence();
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
                tellOutcome(author, failed.refusal());
            });
        }
    }

    /** A drained command did not get into the domain's queue. */
    void notSubmitted(long ticket, Refusal refusal) {
        intake.notSubmitted(ticket, refusal).ifPresent(author -> tellOutcome(author, refusal));
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
        LobbyTime time = at.isBefore(log.lastTime()) ? log.lastTime() : at;
        var position = new LogPosition(term, log.lastSequence() + 1, log.lastHash());
        var content = new LogContent(time, author, RawJson.takeOver(LobbyJson.encode(event)));
        log.append(new LogEntry(self.session(), position, content));
        audience.touch();
        if (event instanceof LobbyCreated) {
            replica.founded(after, self.actor().key());
        }
        replica.logged(event, author, after);
        boolean matters =
                event instanceof MembershipEvent || event instanceof PasswordChanged || event instanceof LobbyEnded;
        if (matters) {
            rhythm.hurry();
        }
        rosterChanged |= event instanceof MembershipEvent || event instanceof LobbyCreated;
        tellThoseItIsAbout(event);
    }

    private void tellThoseItIsAbout(LoggedEvent event) {
        if (event instanceof GuestJoined joined) {
            LOG.info("Broadcasting GuestJoined: {}", joined.participant().name());
            removeIfGone(joined.participant().id());
        } else if (event instanceof GuestLeft left) {
            audience.forEachOf(left.participantId(), one -> one.memberUntil = log.lastSequence());
        } else if (event instanceof GuestKicked kicked) {
            FarewellCode code = kicked.banned() ? FarewellCode.BANNED : FarewellCode.KICKED;
            audience.forEachOf(
                    kicked.participantId(), one -> close(one.actor, code, "The host removed you from the lobby."));
        }
    }

    /** Somebody may have left, or been removed, while the wish to join was still waiting for its decision. */
    private void removeIfGone(ParticipantId participant) {
        if (audience.all().stream().noneMatch(one -> one.participant.equals(participant))) {
            intake.add(Sender.session(), new RemoveLostGuest(self.lobby(), participant));
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

    private Sender sender(Actor from, CommandRequest request) {
        ParticipantId participant = replica.idOf(from.key());
        return request.password()
                .filter(proof -> checksThisPoll++ < CHECKS_PER_POLL_MAX)
                .filter(proof -> self.checker()
                        .isSignedBy(
                                PublicKey.parse(proof.key().hex()),
                                Words.password(self.session(), from, self.actor()),
                                proof.signature()))
                .<Sender>map(proof -> new Sender.Person(participant, Optional.of(proof.key())))
                .orElseGet(() -> Sender.person(participant));
    }

    /** Nobody may save commands up for later; who wants in has nothing to know yet. */
    private boolean isTooLate(CommandRequest request, DomainCommand command) {
        long known = request.knownSequence();
        if (command instanceof JoinLobby || known >= log.lastSequence() - KNOWN_EVENTS_MAX) {
            return false;
        }
        return log.find(known)
                .map(entry -> entry.at().plus(KNOWN_TIME_MAX).isBefore(log.lastTime()))
                .orElse(true);
    }

    private void tellOutcome(Author author, Refusal refusal) {
        outlet.send(author.actor(), PeerJson.encode(new CommandOutcome(author.number(), Optional.of(refusal))));
    }

    /** Whoever is in finds the command's events in the log; whoever left with it, and missed them, does not. */
    private void tellThatItIsLogged(Author author) {
        boolean hearsEvents =
                audience.find(author.actor()).filter(one -> one.member).isPresent();
        if (!hearsEvents) {
            outlet.send(author.actor(), PeerJson.encode(new CommandOutcome(author.number(), Optional.empty())));
        }
    }

    private void close(Actor peer, FarewellCode code, String sentence) {
        outlet.close(peer, new Farewell(code, sentence));
    }
}
