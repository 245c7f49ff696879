package dev.muster.p2p;

import dev.muster.domain.CorrelationId;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.Lobby;
import dev.muster.domain.Refusal;
import dev.muster.domain.RefusalCode;
import dev.muster.identity.Actor;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LobbyEvent;
import dev.muster.wire.PeerJson;
import dev.muster.wire.SyncMessage;
import dev.muster.wire.SyncMessage.CommandOutcome;
import dev.muster.wire.SyncMessage.FullSyncResponse;
import dev.muster.wire.SyncMessage.Head;
import dev.muster.wire.SyncMessage.LobbyCard;
import dev.muster.wire.SyncMessage.MissingEventsResponse;
import dev.muster.wire.SyncMessage.PasswordProof;
import dev.muster.wire.SyncMessage.RequestMissingEvents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A guest's part: puts what the host tells into order, believes none of it that does not follow from what came before,
 * and brings its own commands to their end. Belongs to one thread; everything in it is bounded.
 */
final class GuestSide implements Side {
    /** How often a host may tell what cannot be before this side turns away from it. */
    static final int CONTRADICTIONS_MAX = 3;

    private static final Logger LOG = LoggerFactory.getLogger(GuestSide.class);

    private final Self self;
    private final Ballot ballot;
    private final Outlet outlet;
    private final FollowedLog followed;
    private final CommandOutbox outbox;
    private final Inbox inbox;
    private final HostLine line;
    private final SyncQuestions questions = new SyncQuestions();
    private final EarlyRequests early = new EarlyRequests();
    private final Consumer<P2PEvent> events;

    private Optional<Actor> source = Optional.empty();
    private Optional<LobbyCard> card = Optional.empty();
    private Optional<String> ended = Optional.empty();
    private int contradictions;
    private long nowNanos;

    /** @param lastNumber of the last command of this process so far */
    GuestSide(
            Self self,
            Ballot ballot,
            P2PLimits limits,
            Duration grace,
            Outlet outlet,
            Consumer<P2PEvent> events,
            Inheritance known,
            long lastNumber) {
        this.self = self;
        this.ballot = ballot;
        this.outlet = outlet;
        this.events = events;
        this.outbox = new CommandOutbox(limits.queueSize(), lastNumber);
        this.inbox = new Inbox(limits.queueSize());
        this.followed = new FollowedLog(self, known, grace, outbox, questions, events, this::contradicted);
        this.line = new HostLine(
                self, ballot, outlet, followed, inbox, questions, new HostLine.Ears(events, this::contradicted));
    }

    @Override
    public void beginPoll(long now) {
        nowNanos = now;
        followed.beginPoll(now);
        line.beginPoll(now);
    }

    /**
     * Follows the host of the newest of these terms.
     *
     * @param hostIsLinked whether there is a link to it now
     */
    void follow(Terms followedTerms, boolean hostIsLinked) {
        boolean isAnother = !host().equals(Optional.of(followedTerms.owner()));
        boolean isFork = terms().filter(ours -> ours.commonWith(followedTerms) < ours.size())
                .isPresent();
        if (terms().isEmpty()) {
            // Said here, because the lobby may be read in the same poll, and says so itself.
            LOG.info("Connected to {} peer(s)", 1);
            LOG.info("Waiting for lobby sync from host...");
        }
        boolean tookBack = followed.follow(followedTerms);
        line.follow(followedTerms);
        contradictions = 0;
        if (tookBack) {
            events.accept(new P2PEvent.HistoryReplaced(followed.lastSequence()));
            outbox.takenBack(followed.lastSequence(), followed::isMissing);
        }
        if (isAnother) {
            source = Optional.empty();
            inbox.hostChanged(isFork);
            line.linked(false);
            if (hostIsLinked) {
                hostLinked();
            }
        }
    }

    /** The link to the host is there, for the first time or again. What was under way may be lost. */
    void hostLinked() {
        source = Optional.empty();
        line.linked(true);
        followed.resumed();
        outbox.sendAllAgain();
        questions.askAnew();
        if (followed.lobby().isPresent()) {
            line.askForEverythingAfter(questions.isDistrusting() ? 0 : followed.lastSequence());
        }
    }

    void hostBroken() {
        line.linked(false);
    }

    /** Nobody will decide any more what still waits. */
    void endedBy(String why, boolean isFinal) {
        line.linked(false);
        inbox.clear();
        ended = isFinal ? Optional.of(why) : Optional.empty();
        for (CommandOutbox.Ended one : outbox.discardAll()) {
            followed.fail(one, new Refusal(RefusalCode.DISCARDED, "The host is gone before it decided: " + why));
        }
    }

    /** What this side and its host say to each other. */
    HostLine line() {
        return line;
    }

    /** Whoever has no host yet, or lost it, looks for it among those who come. */
    @Override
    public boolean wantsToMeet() {
        return !line.isLinked() && ended.isEmpty();
    }

    /** Whether what is known here is not what the present host goes on from. */
    boolean isDistrusting() {
        return questions.isDistrusting();
    }

    boolean hasEnded() {
        return ended.isPresent();
    }

    boolean hasHost() {
        return line.isLinked();
    }

    Optional<Actor> host() {
        return terms().map(Terms::owner);
    }

    Optional<Terms> terms() {
        return line.terms();
    }

    FollowedLog followed() {
        return followed;
    }

    /** Somebody else has what this side needs of a lost host's log, and its last word. */
    void fetchFrom(Actor actor, Head head) {
        followed.word().offer(head);
        source = Optional.of(actor); // The word alone may be what is missing.
        fetchFrom(actor, head.sequence());
    }

    /** Somebody else may have what this side needs before it can be host. */
    void fetchFrom(Actor actor, long lastSequence) {
        if (lastSequence > followed.lastSequence()) {
            source = Optional.of(actor);
            var question = new RequestMissingEvents(self.lobby(), followed.lastSequence() + 1, lastSequence);
            outlet.send(actor, PeerJson.encode(question));
        }
    }

    /** Whether nothing waits of what was said to this side. */
    boolean hasHandledAll() {
        return inbox.isEmpty();
    }

    /** What still waits for an outcome, for the host that this side becomes. */
    List<CommandOutbox.Own> takeCommands() {
        outbox.takenBack(followed.lastSequence(), followed::isMissing);
        return outbox.takeAll();
    }

    long lastNumber() {
        return outbox.lastNumber();
    }

    /** What was brought to the host that this side becomes. */
    List<EarlyRequests.Request> takeEarlyRequests() {
        return early.drain(nowNanos);
    }

    Optional<LobbyCard> card() {
        return card;
    }

    Optional<Lobby> lobby() {
        return followed.lobby();
    }

    /** The lobby for which the host gave its word. */
    Optional<Lobby> confirmedLobby() {
        return followed.word().lobby();
    }

    @Override
    public long lastSequence() {
        return followed.lastSequence();
    }

    GuestCounts counts() {
        return new GuestCounts(
                inbox.overflows(),
                questions.asked(),
                followed.inflow().astray() + contradictions,
                outbox.outstanding(),
                inbox.waiting());
    }

    @Override
    public void writable() {
        line.writable();
    }

    @Override
    public boolean hasMore() {
        return !inbox.isEmpty() || (line.isOpen() && outbox.hasUnsent());
    }

    /** Takes what a peer says. What nobody but a host may say costs whoever never was one. */
    @Override
    public void received(Actor from, SyncMessage message) {
        boolean isHost = host().filter(from::equals).isPresent();
        if (isHost || (source.equals(Optional.of(from)) && bringsHistory(message))) {
            inbox.add(message);
        } else if (EarlyRequests.isForHosts(message)) {
            early.keep(from, message, nowNanos);
            line.tellWhoIsHost(from);
        } else if (terms().filter(one -> one.isOwner(from)).isPresent()) {
            LOG.debug("{} does not know that it is host no more", from);
        } else {
            outlet.close(from, new Farewell(FarewellCode.PROTOCOL, "Only the host of this session says that."));
        }
    }

    private static boolean bringsHistory(SyncMessage message) {
        return message instanceof MissingEventsResponse || message instanceof FullSyncResponse;
    }

    /** {@return how many events, at most {@code most}, or other messages were handled} */
    @Override
    public int handle(int most) {
        int handled = 0;
        while (handled < most && !inbox.isEmpty()) {
            Optional<LobbyEvent> event = inbox.nextEvent();
            if (event.isPresent()) {
                followed.take(event.get());
            } else {
                inbox.nextMessage().ifPresent(this::handleOther);
            }
            handled++;
        }
        return handled;
    }

    /** Says what there is to say to the host. */
    @Override
    public void endPoll() {
        for (CorrelationId id : outbox.newlyUndecided(nowNanos)) {
            events.accept(new P2PEvent.CommandUndecided(id));
        }
        if (line.isLinked() || source.isPresent()) {
            line.judgeHead();
        }
        if (!line.isLinked()) {
            return;
        }
        line.askForWhatIsMissing();
        for (var due : outbox.due(followed.lastSequence(), nowNanos)) {
            if (!line.say(due.getValue())) {
                break;
            }
            outbox.sent(due.getKey(), nowNanos);
        }
    }

    @Override
    public long nextDeadlineNanos() {
        long next = outbox.undecidedDeadlineNanos();
        if (!line.isOpen()) {
            return next; // Nothing can be said before the host is back or takes more, and that is an event.
        }
        next = Math.min(next, outbox.resendDeadlineNanos());
        return questions.isDistrusting()
                ? Math.min(next, questions.nextDeadlineNanos())
                : Math.min(next, followed.inflow().nextDeadlineNanos().orElse(Long.MAX_VALUE));
    }

    Optional<Refusal> submit(CorrelationId id, DomainCommand command, Optional<PasswordProof> password) {
        return ended.isPresent()
                ? Optional.of(new Refusal(RefusalCode.DISCARDED, "The session is over for you: " + ended.get()))
                : outbox.submit(id, command, password, nowNanos);
    }

    /** What was learned of the lobby since the last call. */
    List<ReplicaChange> drainChanges() {
        return followed.drainChanges();
    }

    /** Asks the host for everything; it answers when its time for that has come. */
    boolean requestFullSync() {
        return line.isLinked() && line.askForEverythingAfter(0);
    }

    private void handleOther(SyncMessage message) {
        if (message instanceof FullSyncResponse sync) {
            boolean isAnotherHistory = questions.isDistrusting();
            Optional<Stand> whole = followed.takeSync(sync);
            whole.ifPresent(stand ->
                    ballot.sees(terms().orElseThrow(), followed.replica().authors()));
            whole.ifPresent(line::confirm);
            if (isAnotherHistory && !questions.isDistrusting()) {
                outbox.takenBack(followed.lastSequence(), followed::isMissing);
            }
        } else if (message instanceof Head head) {
            followed.word().offer(head);
            followed.lobby()
                    .ifPresent(lobby ->
                            ballot.confirmedByOthers(head, lobby.participants().size()));
            outbox.replicated(head.replicated())
                    .forEach((id, guests) -> events.accept(new P2PEvent.CommandReplicated(id, guests)));
        } else if (message instanceof CommandOutcome outcome) {
            takeOutcome(outcome);
        } else if (message instanceof LobbyCard shownCard) {
            takeCard(shownCard);
        } else {
            LOG.debug(
                    "The host says what only guests say: {}", message.getClass().getSimpleName());
        }
    }

    private void takeOutcome(CommandOutcome outcome) {
        if (outcome.refusal().isPresent()) {
            outbox.refused(outcome.number())
                    .ifPresent(one -> followed.fail(one, outcome.refusal().get()));
        } else {
            outbox.acceptedUnseen(outcome.number())
                    .ifPresent(id -> events.accept(new P2PEvent.CommandAccepted(id, followed.lastSequence())));
        }
    }

    private void takeCard(LobbyCard shownCard) {
        if (shownCard.lobbyId().equals(self.lobby()) && !card.equals(Optional.of(shownCard))) {
            card = Optional.of(shownCard);
            events.accept(new P2PEvent.LobbyLocked(
                    shownCard.name(),
                    shownCard.participants(),
                    shownCard.capacity(),
                    shownCard.open(),
                    shownCard.password().isPresent()));
        }
    }

    /** The host told what cannot be. A snapshot may mend it; a host that goes on like that is left. */
    private void contradicted(String what) {
        contradictions++;
        LOG.warn("The host contradicts itself ({} of {}): {}", contradictions, CONTRADICTIONS_MAX, what);
        questions.distrust();
        if (contradictions >= CONTRADICTIONS_MAX) {
            host().ifPresent(one ->
                    outlet.close(one, new Farewell(FarewellCode.PROTOCOL, "What you tell contradicts itself.")));
        }
    }
}
