package dev.muster.p2p;

import dev.muster.domain.CommandFailed;
import dev.muster.domain.CorrelationId;
import dev.muster.domain.EmittedEvent;
import dev.muster.domain.ImpossibleEventException;
import dev.muster.domain.Lobby;
import dev.muster.domain.LoggedEvent;
import dev.muster.domain.Refusal;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the host told so far: its log, the lobby that the log adds up to, and how far the host gave its word. Takes
 * nothing that does not follow from what came before. Belongs to one thread.
 */
final class FollowedLog {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedLog.class);

    private final Self self;
    private final EventLog log = new EventLog();
    private final EventInflow inflow = new EventInflow(log);
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

    /** With whom to share: the outbox hears which commands were accepted, the questions what is missing. */
    FollowedLog(
            Self self,
            Duration grace,
            CommandOutbox outbox,
            SyncQuestions questions,
            Consumer<P2PEvent> events,
            Consumer<String> contradiction) {
        this.self = self;
        this.replica = new Replica(self.session());
        this.word = new HostWord(self.session(), self.checker());
        this.clock = new TimeGuard(grace);
        this.outbox = outbox;
        this.questions = questions;
        this.events = events;
        this.contradiction = contradiction;
    }

    void beginPoll(long now) {
        nowNanos = now;
    }

    /** Whose term it is that is followed. */
    void follow(Term term) {
        form = Optional.of(new LogForm(self.session(), self.lobby(), term));
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
        return word.judge(term(), log, nowNanos);
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
        inflow.take(entry).forEach(this::apply);
    }

    /** A command of this side ended without an event. */
    void fail(CommandOutbox.Ended ended, Refusal refusal) {
        var failed = new CommandFailed(ended.id(), ended.command(), refusal);
        var event = new EmittedEvent(Optional.of(ended.id()), log.lastTime(), failed);
        shown.ifPresentOrElse(
                lobby -> changes.add(new ReplicaChange.Happened(lobby, event)),
                () -> changes.add(new ReplicaChange.Failed(event)));
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
        adopt(Snapshots.lobbyOf(preview));
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
        word.restartAt(checkpoint, state.time(), replica);
        clock.forget();
        questions.answered();
        endWhatTheSnapshotHolds(stand.sequence());
        adopt(lobby);
        inflow.restarted().forEach(this::apply);
        return Optional.of(stand);
    }

    private boolean isTrue(Head head, Stand stand, Checkpoint brought) {
        Term term = term();
        return head.term() == term.number()
                && head.sequence() == stand.sequence()
                && head.hash().equals(stand.hash())
                && head.checkpoint().equals(Optional.of(brought))
                && self.checker()
                        .isSignedBy(
                                term.owner().key(),
                                Words.head(self.session(), term, stand, head.checkpoint()),
                                head.signature());
    }

    /** A command whose events came with a snapshot is known by its number alone. */
    private void endWhatTheSnapshotHolds(long sequence) {
        for (long number : outbox.numbers()) {
            boolean isLogged =
                    replica.authors().standingOf(new Author(self.actor(), number)) == AuthorLedger.Standing.LOGGED;
            if (isLogged) {
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
                LobbyJson.decodeEvent(self.lobby(), entry.content().event().toByteArray());
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

    private Term term() {
        return form.orElseThrow().term();
    }
}
