package dev.muster.p2p;

import dev.muster.domain.CorrelationId;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.Lobby;
import dev.muster.domain.Refusal;
import dev.muster.domain.RefusalCode;
import dev.muster.identity.Actor;
import dev.muster.transport.PeerId;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.Hello;
import dev.muster.wire.LobbyEvent;
import dev.muster.wire.PeerJson;
import dev.muster.wire.SyncMessage;
import dev.muster.wire.SyncMessage.CommandOutcome;
import dev.muster.wire.SyncMessage.Confirmation;
import dev.muster.wire.SyncMessage.FullSyncResponse;
import dev.muster.wire.SyncMessage.Head;
import dev.muster.wire.SyncMessage.LobbyCard;
import dev.muster.wire.SyncMessage.PasswordProof;
import dev.muster.wire.SyncMessage.RequestFullSync;
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
    private final Outlet outlet;
    private final FollowedLog followed;
    private final CommandOutbox outbox;
    private final Inbox inbox;
    private final SyncQuestions questions = new SyncQuestions();
    private final Consumer<P2PEvent> events;

    private Optional<HostOfTerm> host = Optional.empty();
    private Optional<LobbyCard> card = Optional.empty();
    private Optional<String> ended = Optional.empty();
    private boolean isLinked;
    private boolean isBlocked;
    private boolean isUnsignedReported;
    private int contradictions;
    private long nowNanos;

    GuestSide(Self self, P2PLimits limits, Duration grace, Outlet outlet, Consumer<P2PEvent> events) {
        this.self = self;
        this.outlet = outlet;
        this.events = events;
        this.outbox = new CommandOutbox(limits.queueSize());
        this.inbox = new Inbox(limits.queueSize());
        this.followed = new FollowedLog(self, grace, outbox, questions, events, this::contradicted);
    }

    /** Who is host, in which term, and where. */
    private record HostOfTerm(Term term, PeerId peer) {
        Actor actor() {
            return term.owner();
        }
    }

    @Override
    public void beginPoll(long now) {
        nowNanos = now;
        followed.beginPoll(now);
    }

    /** The host is linked for the first time, or another one is: only the first of a session is followed. */
    @Override
    public void linked(Actor actor, PeerId peer, Hello hello) {
        if (!hello.host()) {
            outlet.close(actor, new Farewell(FarewellCode.NOT_HOST, "I am not the host; the host lets people in."));
            return;
        }
        if (host.isPresent() && !host.get().actor().equals(actor)) {
            outlet.close(
                    actor, new Farewell(FarewellCode.NOT_HOST, "This session has a host already, and it is not you."));
            return;
        }
        if (host.isEmpty()) {
            // Said here, because the lobby may be read in the same poll, and says so itself.
            LOG.info("Connected to {} peer(s)", 1);
            LOG.info("Waiting for lobby sync from host...");
        }
        var term = new Term(0, actor);
        host = Optional.of(new HostOfTerm(term, peer));
        followed.follow(term);
        isLinked = true;
        isBlocked = false;
        outbox.sendAllAgain();
    }

    @Override
    public void restored(Actor actor) {
        if (isHost(actor)) {
            isLinked = true;
            isBlocked = false;
            followed.resumed();
            outbox.sendAllAgain();
            questions.askAnew();
            askForEverythingAfter(followed.lastSequence());
        }
    }

    @Override
    public void broken(Actor actor) {
        if (isHost(actor)) {
            isLinked = false;
        }
    }

    /** The host is gone for good: nobody decides any more what still waits. */
    @Override
    public void removed(Actor actor, Optional<FarewellCode> code, String why) {
        if (!isHost(actor)) {
            return;
        }
        isLinked = false;
        inbox.clear();
        ended = code.filter(FarewellCode::isFinal).map(one -> why);
        for (CommandOutbox.Ended ended : outbox.discardAll()) {
            followed.fail(ended, new Refusal(RefusalCode.DISCARDED, "The host is gone before it decided: " + why));
        }
    }

    /** Whoever has no host yet, or lost it, looks for it among those who come. */
    @Override
    public boolean wantsToMeet() {
        return !isLinked && ended.isEmpty();
    }

    boolean isHost(Actor actor) {
        return host.filter(one -> one.actor().equals(actor)).isPresent();
    }

    boolean hasHost() {
        return isLinked;
    }

    Optional<Actor> host() {
        return host.map(HostOfTerm::actor);
    }

    Optional<LobbyCard> card() {
        return card;
    }

    Optional<Lobby> lobby() {
        return followed.lobby();
    }

    /** The lobby for which the host gave its followed.word(). */
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
        isBlocked = false;
    }

    @Override
    public boolean hasMore() {
        return !inbox.isEmpty();
    }

    /** Takes what a peer says. What nobody but the host may say costs whoever else says it. */
    @Override
    public void received(Actor from, SyncMessage message) {
        if (isHost(from)) {
            inbox.add(message);
        } else {
            outlet.close(from, new Farewell(FarewellCode.PROTOCOL, "Only the host of this session says that."));
        }
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
        if (!isLinked) {
            return;
        }
        judgeHead();
        askForWhatIsMissing();
        for (var due : outbox.due(followed.lastSequence(), nowNanos)) {
            if (!say(due.getValue())) {
                break;
            }
            outbox.sent(due.getKey(), nowNanos);
        }
    }

    @Override
    public long nextDeadlineNanos() {
        long next = outbox.undecidedDeadlineNanos();
        if (!isLinked || isBlocked) {
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
        return isLinked && askForEverythingAfter(0);
    }

    private void handleOther(SyncMessage message) {
        if (message instanceof FullSyncResponse sync) {
            followed.takeSync(sync).ifPresent(stand -> confirm(host.orElseThrow(), stand));
        } else if (message instanceof Head head) {
            followed.word().offer(head);
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
            outbox.accepted(outcome.number(), followed.lastSequence())
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

    private void judgeHead() {
        HostOfTerm current = host.orElseThrow();
        switch (followed.judgeHead()) {
            case TRUE -> {
                isUnsignedReported = false;
                confirm(current, followed.word().given());
            }
            case FORGED -> contradicted("a head that it did not sign");
            case CONTRADICTED -> contradicted("it signed something else than it told");
            case LATER -> watchForTheHostsWord(current);
        }
    }

    private void watchForTheHostsWord(HostOfTerm current) {
        if (!followed.word().isOverdue(1, nowNanos) || !followed.isIn()) {
            return; // Nobody gives any word to those who left.
        }
        if (questions.mayAskForWord(nowNanos)) {
            askForEverythingAfter(followed.lastSequence());
        }
        if (followed.word().isOverdue(2, nowNanos) && !isUnsignedReported) {
            isUnsignedReported = true;
            events.accept(new P2PEvent.HostUnsigned(current.peer()));
        }
    }

    private void confirm(HostOfTerm current, Stand stand) {
        var statement =
                Words.confirmation(self.session(), self.actor(), current.term().number(), stand);
        say(new Confirmation(
                current.term().number(),
                stand.sequence(),
                stand.hash(),
                self.identity().sign(statement)));
    }

    private void askForWhatIsMissing() {
        if (questions.isDistrusting()) {
            if (questions.mayAskForEverything(nowNanos)) {
                askForEverythingAfter(0);
            }
            return;
        }
        if (inbox.lacksSomething() && askForEverythingAfter(followed.lastSequence())) {
            inbox.askedForTheRest();
        }
        followed.inflow().announced(followed.word().announcedSequence());
        followed.inflow().gapToAskFor(nowNanos).ifPresent(gap -> {
            questions.gapAsked();
            say(new RequestMissingEvents(self.lobby(), gap.first(), gap.last()));
        });
    }

    /** The host told what cannot be. A snapshot may mend it; a host that goes on like that is left. */
    private void contradicted(String what) {
        contradictions++;
        LOG.warn("The host contradicts itself ({} of {}): {}", contradictions, CONTRADICTIONS_MAX, what);
        questions.distrust();
        if (contradictions >= CONTRADICTIONS_MAX) {
            host.ifPresent(one -> outlet.close(
                    one.actor(), new Farewell(FarewellCode.PROTOCOL, "What you tell contradicts itself.")));
        }
    }

    private boolean askForEverythingAfter(long known) {
        return say(new RequestFullSync(self.lobby(), known));
    }

    private boolean say(SyncMessage message) {
        isBlocked = host.isEmpty() || !outlet.send(host.get().actor(), PeerJson.encode(message));
        return !isBlocked;
    }
}
