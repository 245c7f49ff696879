package dev.muster.p2p;

import dev.muster.domain.CommandFailed;
import dev.muster.domain.CorrelationId;
import dev.muster.domain.EmittedEvent;
import dev.muster.domain.ImpossibleEventException;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.LoggedEvent;
import dev.muster.domain.Refusal;
import dev.muster.domain.RefusalCode;
import dev.muster.wire.Author;
import dev.muster.wire.Decoded;
import dev.muster.wire.LobbyEvent;
import dev.muster.wire.LobbyJson;
import dev.muster.wire.PeerJson;
import dev.muster.wire.Snapshot;
import dev.muster.wire.SyncMessage.Checkpoint;
import dev.muster.wire.SyncMessage.FullSyncResponse;
import dev.muster.wire.SyncMessage.Head;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the host told so far: its log, the lobby that the log adds up to, and how far the host gave its word. Takes
 * nothing that does not follow from what came before. Belongs to one thread.
 */
final class FollowedLog {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedLog.class);

    private final Self self;
    private final EventLog log;
    private final EventInflow inflow;
    private final Replica replica;
    private final HostWord word;
    private final TimeGuard clock;
    private final CommandOutbox outbox;
    private final SyncQuestions questions;
    private final Consumer<P2PEvent> events;
    private final Consumer<String> contradiction;
    private final List<ReplicaChange> changes = new ArrayList<>();
    private Optional<LogForm> form = Optional.empty();
    private Optional<Lobby> shown = Optional.empty();
    private long nowNanos;

    /**
     * With whom to share: the outbox hears which commands were accepted, the questions what is missing.
     *
     * @param known of the log so far, and what it adds up to
     */
    FollowedLog(
            Self self,
            Inheritance known,
            Duration grace,
            CommandOutbox outbox,
            SyncQuestions questions,
            Consumer<P2PEvent> events,
            Consumer<String> contradiction) {
        this.self = self;
        this.log = known.log();
        this.inflow = new EventInflow(log);
        this.replica = known.replica();
        this.word = new HostWord(self.session(), self.checker(), known);
        this.shown = replica.lobby();
        this.clock = new TimeGuard(grace);
        this.outbox = outbox;
        this.questions = questions;
        this.events = events;
        this.contradiction = contradiction;
    }

    void beginPoll(long now) {
        nowNanos = now;
    }

    /**
     * Follows these terms from now on. What this side knows of a term past its end is taken back.
     *
     * @return whether something was, or will be as soon as the host's snapshot comes
     */
    boolean follow(Terms terms) {
        Optional<Stand> fork = form.flatMap(one -> forkOf(one.terms(), terms));
        boolean isAnotherWay = form.filter(
                        one -> one.terms().commonWith(terms) < one.terms().size())
                .isPresent();
        if (isAnotherWay) {
            word.forked();
        }
        form = Optional.of(new LogForm(self.session(), self.lobby(), terms));
        word.hostChanged();
        clock.forget();
        inflow.startOver();
        return fork.filter(this::takeBackPast).isPresent();
    }

    /** What is here is what these terms are about, from which this side had gone over to others. */
    void goBackTo(Terms terms) {
        form = Optional.of(new LogForm(self.session(), self.lobby(), terms));
        word.wentBack();
        inflow.startOver();
        questions.answered();
    }

    /** Where what both chains of terms have in common ended; empty where they are the same. */
    static Optional<Stand> forkOf(Terms before, Terms after) {
        int common = before.commonWith(after);
        return Stream.concat(
                        before.openingAt(common).stream(),
                        after.openings().stream().skip(common))
                .map(one -> new Stand(one.lastSequence(), one.lastHash()))
                .min(Comparator.comparingLong(Stand::sequence));
    }

    /** False where there is nothing to take back. */
    private boolean takeBackPast(Stand end) {
        if (log.end().equals(end) || log.lastSequence() < end.sequence()) {
            return false; // What does not fit shows when the next event follows something else.
        }
        boolean isOurs = log.find(end.sequence())
                .map(entry -> entry.hash().equals(end.hash()))
                .orElse(word.given().equals(end));
        boolean isKept =
                end.sequence() >= log.firstKept() - 1 && replica.lobby().isPresent();
        if (!isOurs || !isKept || word.given().sequence() > end.sequence()) {
            questions.distrust();
            return true;
        }
        LobbyTime time = log.find(end.sequence()).map(LogEntry::at).orElseGet(word::time);
        replica.become(word.upTo(end.sequence()));
        log.truncateTo(end, time);
        inflow.startOver();
        replica.lobby().ifPresentOrElse(this::adopt, questions::distrust);
        return true;
    }

    /** Everything that another part of this side goes on with. */
    Inheritance handOver() {
        return new Inheritance(log, replica, word.given(), log.lastTime());
    }

    /** Ends the log at the host's last word; nobody knows what else it would have vouched for. */
    void endAtTheHostsWord() {
        takeBackPast(word.given());
    }

    /** Whether that command of this side stands in the log. */
    boolean isLogged(long number) {
        return replica.authors().standingOf(new Author(self.actor(), number)) == AuthorLedger.Standing.LOGGED;
    }

    /** Whether that command of this side is nowhere in the log. */
    boolean isMissing(long number) {
        return replica.authors().standingOf(new Author(self.actor(), number)) == AuthorLedger.Standing.NEW;
    }

    EventLog log() {
        return log;
    }

    Replica replica() {
        return replica;
    }

    /** This side missed some time, or some of what was sent. */
    void resumed() {
        clock.forget();
    }

    HostWord word() {
        return word;
    }

    EventInflow inflow() {
        return inflow;
    }

    Optional<Lobby> lobby() {
        return shown;
    }

    long lastSequence() {
        return log.lastSequence();
    }

    HostWord.Verdict judgeHead() {
        return word.judge(form.orElseThrow().terms(), log, nowNanos);
    }

    /** What was learned of the lobby since the last call. */
    List<ReplicaChange> drainChanges() {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<ReplicaChange> drained = List.copyOf(changes);
        changes.clear();
        return drained;
    }

    /**
     * Takes a snapshot, or the preview of one.
     *
     * @return how far the host gave its word with it, if it did
     */
    Optional<Stand> takeSync(FullSyncResponse sync) {
        Decoded<Snapshot> decoded = PeerJson.decodeSnapshot(sync.snapshot());
        if (decoded instanceof Decoded.Rejected<Snapshot> rejected) {
            contradiction.accept("a snapshot that is none: " + rejected.reason());
            return Optional.empty();
        }
        Snapshot snapshot = ((Decoded.Ok<Snapshot>) decoded).value();
        try {
            if (snapshot.state().isPresent()) {
                return takeWhole(sync, snapshot, snapshot.state().get());
            }
            takePreview(snapshot);
        } catch (IllegalArgumentException e) {
            contradiction.accept("a snapshot of no lobby: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** Takes an event; what followed it and waited is applied with it. */
    void take(LobbyEvent event) {
        if (replica.lobby().isEmpty()) {
            questions.distrust(); // The snapshot before it was lost with a connection.
        }
        if (questions.isDistrusting()) {
            return; // The next snapshot holds it.
        }
        LogEntry entry;
        try {
            entry = form.orElseThrow().fromWire(event);
        } catch (IllegalArgumentException e) {
            contradiction.accept(String.valueOf(e.getMessage()));
            return;
        }
        long astray = inflow.astray();
        inflow.take(entry).forEach(this::apply);
        if (inflow.astray() > astray) {
            questions.distrust(); // It follows something else than is known here.
        }
    }

    /** A command of this side ended without an event. */
    void fail(CommandOutbox.Ended ended, Refusal why) {
        Refusal refusal = ended.wasAccepted() ? discarded(why) : why;
        var failed = new CommandFailed(ended.id(), ended.command(), refusal);
        var event = new EmittedEvent(Optional.of(ended.id()), log.lastTime(), failed);
        shown.ifPresentOrElse(
                lobby -> changes.add(new ReplicaChange.Happened(lobby, event)),
                () -> changes.add(new ReplicaChange.Failed(event)));
    }

    /** Whoever saw it accepted has to hear that this is over, and not only that some host refuses something. */
    private static Refusal discarded(Refusal why) {
        return why.code() == RefusalCode.DISCARDED
                ? why
                : new Refusal(
                        RefusalCode.DISCARDED,
                        "It was taken back with the host that had accepted it, and cannot be done again: "
                                + why.sentence());
    }

    /** Whether this side has a place in the lobby. */
    boolean isIn() {
        return shown.flatMap(
                        lobby -> lobby.participant(replica.idOf(self.actor().key())))
                .isPresent();
    }

    private void takePreview(Snapshot preview) {
        if (!preview.lobbyId().equals(self.lobby())) {
            throw new IllegalArgumentException("it is of another session");
        }
        if (questions.isDistrusting() && replica.lobby().isPresent()) {
            forgetEverything();
        }
        adopt(Snapshots.lobbyOf(preview));
    }

    /** In the history of the host that is followed now this side never came in: what it knows never happened. */
    private void forgetEverything() {
        log.restartAt(0, EventLog.ORIGIN, LobbyTime.ZERO);
        replica.become(new Replica(self.session()));
        word.forget();
        inflow.startOver();
        questions.answered();
    }

    private Optional<Stand> takeWhole(FullSyncResponse sync, Snapshot snapshot, Snapshot.State state) {
        var stand = new Stand(snapshot.asOfSequence(), state.lastHash());
        Head checkpoint = sync.checkpoint()
                .filter(head -> isTrue(head, stand, Snapshots.checkpoint(sync.snapshot(), state.roster())))
                .orElseThrow(() -> new IllegalArgumentException("the host did not sign it"));
        if (stand.sequence() < log.lastSequence() && !questions.isDistrusting()) {
            return Optional.empty(); // It was written before what is known already.
        }
        Lobby lobby = Lobby.of(state.contents());
        if (!lobby.id().equals(self.lobby())) {
            throw new IllegalArgumentException("it is of another session");
        }
        log.restartAt(stand.sequence(), stand.hash(), state.time());
        replica.restore(lobby, state);
        word.restartAt(checkpoint, sync.snapshot(), state.time(), replica);
        clock.forget();
        questions.answered();
        endWhatTheSnapshotHolds(stand.sequence());
        adopt(lobby);
        inflow.restarted().forEach(this::apply);
        return Optional.of(stand);
    }

    private boolean isTrue(Head head, Stand stand, Checkpoint brought) {
        return head.sequence() == stand.sequence()
                && head.hash().equals(stand.hash())
                && head.checkpoint().equals(Optional.of(brought))
                && form.orElseThrow()
                        .terms()
                        .termOfHead(head.term(), head.sequence())
                        .filter(term -> self.checker()
                                .isSignedBy(
                                        term.owner().key(),
                                        Words.head(self.session(), term, stand, head.checkpoint()),
                                        head.signature()))
                        .isPresent();
    }

    /** A command whose events came with a snapshot is known by its number alone. */
    private void endWhatTheSnapshotHolds(long sequence) {
        for (long number : outbox.numbers()) {
            if (isLogged(number)) {
                outbox.accepted(number, sequence)
                        .ifPresent(id -> events.accept(new P2PEvent.CommandAccepted(id, sequence)));
            }
        }
    }

    private void adopt(Lobby lobby) {
        if (shown.isEmpty()) {
            LOG.info("GUEST: Received lobby snapshot via P2P: {}", lobby.name());
            LOG.info("Lobby '{}' synced!", lobby.name());
        }
        shown = Optional.of(lobby);
        changes.add(new ReplicaChange.Adopted(lobby, log.lastTime()));
    }

    private void apply(LogEntry entry) {
        if (questions.isDistrusting()) {
            return;
        }
        if (!clock.canBe(entry.at(), nowNanos)) {
            contradiction.accept(entry + " is from the future");
            return;
        }
        Decoded<LoggedEvent> decoded =
                LobbyJson.decodeEvent(self.lobby(), entry.content().event());
        if (decoded instanceof Decoded.Rejected<LoggedEvent> rejected) {
            contradiction.accept(entry + " is none: " + rejected.reason());
            return;
        }
        LoggedEvent event = ((Decoded.Ok<LoggedEvent>) decoded).value();
        try {
            happened(entry, event, replica.lobby().orElseThrow().apply(event));
        } catch (ImpossibleEventException e) {
            contradiction.accept(entry + " cannot be: " + e.getMessage());
        }
    }

    private void happened(LogEntry entry, LoggedEvent event, Lobby after) {
        Optional<Author> author = entry.content().author();
        replica.logged(event, author, after);
        word.applied(entry, event, after, nowNanos);
        shown = Optional.of(after);
        Optional<CorrelationId> cause = author.filter(by -> by.actor().equals(self.actor()))
                .flatMap(by -> outbox.accepted(by.number(), entry.sequence()));
        changes.add(new ReplicaChange.Happened(after, new EmittedEvent(cause, entry.at(), event)));
        cause.ifPresent(id -> events.accept(new P2PEvent.CommandAccepted(id, entry.sequence())));
    }
}
