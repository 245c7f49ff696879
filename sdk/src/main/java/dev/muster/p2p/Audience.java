package dev.muster.p2p;

import dev.muster.domain.Lobby;
import dev.muster.domain.ParticipantId;
import dev.muster.identity.Actor;
import dev.muster.wire.AuthorityMessage.Following;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.PeerJson;
import dev.muster.wire.RawJson;
import dev.muster.wire.SyncMessage;
import dev.muster.wire.SyncMessage.FullSyncResponse;
import dev.muster.wire.SyncMessage.Head;
import dev.muster.wire.SyncMessage.RequestFullSync;
import dev.muster.wire.SyncMessage.RequestMissingEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everybody who is linked to the host, and what each of them was told. Each is told at its own pace, so that one who
 * is slow stalls nobody; and only those who are in hear more than the lobby's face. Belongs to one thread.
 */
final class Audience {
    /** Between two snapshots for the same peer. */
    static final Duration SNAPSHOT_PAUSE = Duration.ofSeconds(5);

    /** Between two looks at the lobby's face for somebody who is not in. */
    static final Duration FACE_PAUSE = Duration.ofSeconds(1);

    /** How long a peer may take nothing of what waits for it. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Until what did not go out, or was not due yet, is tried again. */
    static final Duration RETRY_PAUSE = Duration.ofMillis(100);

    /** Snapshots that begin their way in one poll. */
    static final int SNAPSHOTS_PER_POLL_MAX = 4;

    /** Weight of the events that travel in one answer. */
    static final int REPAIR_WEIGHT_MAX = 48 * 1024;

    /** From so many missing events on, several travel together. */
    private static final int TOGETHER_FROM = 4;

    private final EventLog log;
    private final EventDocuments documents;
    private final Outlet outlet;
    private final SnapshotShelf snapshots;
    private final Consumer<Follower> served;
    private final Map<Actor, Follower> followers = new LinkedHashMap<>();
    private int snapshotsThisPoll;
    private boolean somethingIsNew;
    private boolean somethingWaits;
    private long lastServedNanos;
    private long snapshotsSent;
    private long repairsSent;

    /** @param served hears who was sent a full sync */
    Audience(EventLog log, LogForm form, Outlet outlet, SnapshotShelf snapshots, Consumer<Follower> served) {
        this.log = log;
        this.documents = new EventDocuments(form);
        this.outlet = outlet;
        this.snapshots = snapshots;
        this.served = served;
    }

    void add(Follower follower) {
        followers.put(follower.actor, follower);
        somethingIsNew = true;
    }

    /** Something happened that somebody may have to be told. */
    void touch() {
        somethingIsNew = true;
    }

    /** Whether {@link #serve} has anything to do: there is news, or it is time to try again what did not go out. */
    boolean isDue(long nowNanos) {
        return somethingIsNew || (somethingWaits && nowNanos - lastServedNanos >= RETRY_PAUSE.toNanos());
    }

    /** When that is the case, if nothing happens before. */
    long nextDeadlineNanos() {
        return somethingWaits ? lastServedNanos + RETRY_PAUSE.toNanos() : Long.MAX_VALUE;
    }

    void remove(Actor actor) {
        followers.remove(actor);
    }

    Optional<Follower> find(Actor actor) {
        return Optional.ofNullable(followers.get(actor));
    }

    /** Every link of that person. */
    void forEachOf(ParticipantId participant, Consumer<Follower> what) {
        List.copyOf(followers.values()).stream()
                .filter(one -> one.participant.equals(participant))
                .forEach(what);
    }

    Collection<Follower> all() {
        return followers.values();
    }

    long snapshotsSent() {
        return snapshotsSent;
    }

    long repairsSent() {
        return repairsSent;
    }

    /** Tells everybody what there is to tell, as far as it goes out now. */
    void serve(Lobby lobby, GivenHeads heads, long nowNanos) {
        snapshotsThisPoll = 0;
        somethingIsNew = false;
        somethingWaits = false;
        lastServedNanos = nowNanos;
        List<Long> replicated = heads.newest().isPresent() ? replicated() : List.of();
        for (Follower follower : List.copyOf(followers.values())) {
            boolean isIn = lobby.participant(follower.participant).isPresent();
            if (isIn && !follower.member) {
                welcome(follower);
            }
            if (follower.member) {
                // Before what comes next too, or somebody for whom there is always more would never hear it.
                tellHead(follower, heads, replicated);
                tell(follower, nowNanos);
                tellHead(follower, heads, replicated);
            } else {
                showFace(follower, lobby, nowNanos);
            }
        }
    }

    /** Somebody who was away says how far it is; what it misses follows, or a snapshot where that is too much. */
    void resume(Actor from, RequestFullSync request, long nowNanos) {
        find(from).filter(one -> one.repairs.take(1, nowNanos)).ifPresent(follower -> {
            if (follower.member) {
                resumeAt(follower, request.lastKnownSequence());
            } else {
                follower.face = Optional.empty();
            }
            touch();
        });
    }

    private void resumeAt(Follower follower, long lastKnown) {
        boolean isKept = lastKnown > 0 && log.after(lastKnown, 1, 1).isPresent();
        follower.position = isKept ? lastKnown : Follower.UNKNOWN;
        follower.headSent = 0;
    }

    /** Answers a question for a gap, once and within bounds. */
    void repair(Actor from, RequestMissingEvents request, long nowNanos) {
        find(from)
                .filter(one -> one.member && one.repairs.take(1, nowNanos))
                .ifPresent(follower -> repair(follower, request.firstSequence(), request.lastSequence()));
    }

    private void repair(Follower follower, long first, long last) {
        long until = Math.min(last, Math.min(log.lastSequence(), follower.memberUntil));
        if (first > until) {
            return; // It asks for what never was, or is not for it.
        }
        int countMax = (int) Math.min(SyncMessage.EVENTS_MAX, until - first + 1);
        Optional<List<LogEntry>> found = log.after(first - 1, countMax, REPAIR_WEIGHT_MAX);
        if (found.isEmpty()) {
            follower.position = Follower.UNKNOWN;
            somethingIsNew = true; // What it gets is the next snapshot, and nobody else may have news for long.
        } else if (outlet.send(follower.actor, documents.of(found.get()))) {
            repairsSent++;
        }
    }

    /** How many events the slowest of those who are in has yet to be sent. */
    long furthestBehind() {
        return followers.values().stream()
                .filter(one -> one.member)
                .mapToLong(one -> log.lastSequence() - Math.max(0, one.position))
                .max()
                .orElse(0);
    }

    private void welcome(Follower follower) {
        follower.member = true;
        follower.memberUntil = Long.MAX_VALUE;
        follower.position = Follower.UNKNOWN;
    }

    private void tell(Follower follower, long nowNanos) {
        long last = Math.min(log.lastSequence(), follower.memberUntil);
        if (follower.position == Follower.UNKNOWN && !sendSnapshot(follower, nowNanos)) {
            waitOrDrop(follower, nowNanos);
            return;
        }
        while (follower.position < last) {
            if (!sendNext(follower, last)) {
                waitOrDrop(follower, nowNanos);
                return;
            }
            follower.progressNanos = nowNanos;
        }
        follower.progressNanos = nowNanos;
        if (follower.position >= follower.memberUntil) {
            follower.member = false; // It has heard of its own leaving, and hears no more.
            follower.position = Follower.UNKNOWN;
            somethingWaits = true; // It may be in again by now.
        }
    }

    private boolean sendNext(Follower follower, long last) {
        List<LogEntry> some = next(follower.position, last);
        if (some.isEmpty()) {
            follower.position = Follower.UNKNOWN; // What it misses is not kept any more.
            return false;
        }
        boolean sent = outlet.send(follower.actor, documents.of(some));
        follower.position = sent ? some.get(some.size() - 1).sequence() : follower.position;
        return sent;
    }

    /** One event where few are missing, as konnekt has it; several together where one by one would take long. */
    private List<LogEntry> next(long position, long last) {
        boolean few = last - position < TOGETHER_FROM;
        if (few) {
            return log.find(position + 1).map(List::of).orElse(List.of());
        }
        int countMax = (int) Math.min(SyncMessage.EVENTS_MAX, last - position);
        return log.after(position, countMax, REPAIR_WEIGHT_MAX).orElse(List.of());
    }

    private boolean sendSnapshot(Follower follower, long nowNanos) {
        boolean isEarly = follower.snapshotNanos != Long.MIN_VALUE
                && nowNanos - follower.snapshotNanos < SNAPSHOT_PAUSE.toNanos();
        if (isEarly || snapshotsThisPoll == SNAPSHOTS_PER_POLL_MAX || follower.memberUntil != Long.MAX_VALUE) {
            return false;
        }
        if (!outlet.send(follower.actor, snapshots.document())) {
            return false;
        }
        snapshotsThisPoll++;
        snapshotsSent++;
        follower.snapshotNanos = nowNanos;
        follower.progressNanos = nowNanos;
        follower.position = log.lastSequence();
        follower.headSent = log.lastSequence();
        served.accept(follower);
        return true;
    }

    private void tellHead(Follower follower, GivenHeads heads, List<Long> replicated) {
        long counted = 0;
        for (long sequence : replicated) {
            counted += sequence;
        }
        Optional<Head> known = heads.upTo(follower.position);
        boolean isNews =
                known.isPresent() && (follower.headSent < known.get().sequence() || follower.replicasSent != counted);
        if (!isNews) {
            return;
        }
        Head head = known.get();
        var message =
                new Head(head.term(), head.sequence(), head.hash(), head.checkpoint(), head.signature(), replicated);
        if (outlet.send(follower.actor, PeerJson.encode(message))) {
            follower.headSent = head.sequence();
            follower.replicasSent = counted;
        }
    }

    private void showFace(Follower follower, Lobby lobby, long nowNanos) {
        boolean isEarly = follower.face.isPresent() && nowNanos - follower.faceNanos < FACE_PAUSE.toNanos();
        if (isEarly) {
            somethingWaits = true;
            return;
        }
        RawJson face = face(lobby, 0);
        if (follower.face.equals(Optional.of(face))) {
            return;
        }
        if (outlet.send(follower.actor, face(lobby, log.lastSequence()))) {
            boolean isFirst = follower.face.isEmpty();
            follower.face = Optional.of(face);
            follower.faceNanos = nowNanos;
            follower.progressNanos = nowNanos;
            if (isFirst) {
                served.accept(follower);
            }
        } else {
            waitOrDrop(follower, nowNanos);
        }
    }

    private static RawJson face(Lobby lobby, long sequence) {
        if (Snapshots.isOpenToEverybody(lobby)) {
            RawJson preview = PeerJson.encodeSnapshot(Snapshots.preview(lobby, sequence));
            return PeerJson.encode(new FullSyncResponse(preview, List.of(), Optional.empty()));
        }
        return PeerJson.encode(Snapshots.card(lobby));
    }

    private void waitOrDrop(Follower follower, long nowNanos) {
        somethingWaits = true;
        if (nowNanos - follower.progressNanos > PATIENCE.toNanos()) {
            outlet.close(
                    follower.actor,
                    new Farewell(
                            FarewellCode.TOO_SLOW,
                            "Your connection took nothing for " + PATIENCE.toSeconds()
                                    + " seconds. Join again when it is better."));
        }
    }

    /** Those who follow, each by its own word. */
    List<Following> followings() {
        return followers.values().stream()
                .filter(one -> one.member)
                .flatMap(one -> one.word.stream().map(word -> new Following(one.actor, word)))
                .toList();
    }

    /** What was confirmed and shown so far counts for the term before. */
    void termChanged() {
        followers.values().forEach(one -> {
            one.word = Optional.empty();
            one.confirmed = 0;
            one.headSent = 0;
            one.snapshotNanos = Long.MIN_VALUE; // Whoever followed somebody else passed over the one it got.
        });
        somethingIsNew = true;
    }

    /** Up to which event at least one guest has everything, at least two, and so on. */
    List<Long> replicated() {
        List<Long> confirmed = new ArrayList<>();
        followers.values().stream()
                .filter(one -> one.member && one.confirmed > 0)
                .forEach(one -> confirmed.add(one.confirmed));
        confirmed.sort(Comparator.reverseOrder());
        return confirmed;
    }
}
