package dev.muster.p2p;

import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.LifecycleEvent.LobbyEnded;
import dev.muster.domain.LifecycleEvent.PasswordChanged;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.LoggedEvent;
import dev.muster.domain.MembershipEvent;
import dev.muster.wire.Author;
import dev.muster.wire.LobbyJson;
import dev.muster.wire.RawJson;
import dev.muster.wire.SyncMessage.Confirmation;
import java.util.Optional;

/**
 * What the host of a term writes: the log, what it adds up to, and the host's word for both. The counterpart of {@link
 * FollowedLog}. Belongs to one thread.
 */
final class WrittenLog {
    /** After so many events the host gives its word for the lobby too, and not for the log alone. */
    static final int CHECKPOINT_EVENTS_MAX = 256;

    private final Self self;
    private final EventLog log;
    private final Replica replica;
    private final HeadSigner signer;
    private final HeadRhythm rhythm = new HeadRhythm();
    private final SnapshotShelf shelf;
    private Terms terms;
    private boolean rosterChanged;
    private long checkpointSequence;
    private final GivenHeads heads = new GivenHeads();

    /**
     * @param terms the newest of which is this side's
     * @param known what the log holds so far
     */
    WrittenLog(Self self, Terms terms, Inheritance known) {
        this.self = self;
        this.terms = terms;
        this.log = known.log();
        this.replica = known.replica();
        this.signer = new HeadSigner(self.session(), self.identity(), terms.current());
        this.shelf = new SnapshotShelf(log, replica, signer);
        this.rosterChanged = log.lastSequence() > 0;
    }

    EventLog log() {
        return log;
    }

    Replica replica() {
        return replica;
    }

    SnapshotShelf shelf() {
        return shelf;
    }

    Terms terms() {
        return terms;
    }

    /** The host's last words. */
    GivenHeads heads() {
        return heads;
    }

    /** What another part of this side goes on with, once somebody else is host. */
    Inheritance handOver() {
        return new Inheritance(log, replica, log.end(), log.lastTime());
    }

    /** Goes on in another term of the same owner. */
    void goOn(Terms merged) {
        terms = merged;
        signer.goOn(merged.current());
        shelf.clear();
        heads.clear();
        rosterChanged = true;
        rhythm.startOver();
    }

    /**
     * Writes down the next event.
     *
     * @param after the lobby after it
     * @return its number
     */
    long append(LoggedEvent event, LobbyTime at, Optional<Author> author, Lobby after) {
        LobbyTime time = at.isBefore(log.lastTime()) ? log.lastTime() : at;
        var position = new LogPosition(terms.current(), log.lastSequence() + 1, log.lastHash());
        var content = new LogContent(time, author, RawJson.takeOver(LobbyJson.encode(event)));
        log.append(new LogEntry(self.session(), position, content));
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
        return position.sequence();
    }

    /** Gives the host's word if it is time. {@return whether it did} */
    boolean signIfDue(long nowNanos) {
        boolean isDue = rhythm.isDue(log.lastSequence(), nowNanos);
        if (isDue) {
            sign(nowNanos);
        }
        return isDue;
    }

    /** Gives the host's word for everything so far, whether it is time or not. {@return whether that was news} */
    boolean signAll(long nowNanos) {
        boolean isNews = heads.newest()
                .filter(one -> one.sequence() == log.lastSequence())
                .isEmpty();
        if (isNews) {
            sign(nowNanos);
        }
        return isNews;
    }

    long nextDeadlineNanos() {
        return rhythm.nextDeadlineNanos(log.lastSequence());
    }

    /** Whether somebody confirms what stands here, and not what another host wrote. */
    boolean holds(Confirmation word) {
        var stand = new Stand(word.sequence(), word.hash());
        boolean isWritten = log.end().equals(stand)
                || log.find(word.sequence())
                        .filter(entry -> entry.hash().equals(word.hash()))
                        .isPresent();
        return isWritten && word.term() == terms.last().number();
    }

    /** Who is in can be proved by a checkpoint wherever the roster changed. */
    private void sign(long nowNanos) {
        if (rosterChanged || log.lastSequence() - checkpointSequence >= CHECKPOINT_EVENTS_MAX) {
            rosterChanged = false;
            checkpointSequence = log.lastSequence();
            heads.add(shelf.checkpoint());
        } else {
            heads.add(signer.head(log.end()));
        }
        rhythm.signed(log.lastSequence(), nowNanos);
    }
}
