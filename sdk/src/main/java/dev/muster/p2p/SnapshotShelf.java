package dev.muster.p2p;

import dev.muster.wire.PeerJson;
import dev.muster.wire.RawJson;
import dev.muster.wire.SyncMessage.FullSyncResponse;
import dev.muster.wire.SyncMessage.Head;
import java.util.List;
import java.util.Optional;

/** The snapshot of the newest event, written and signed once for all who need it. Belongs to one thread. */
final class SnapshotShelf {
    private final EventLog log;
    private final Replica replica;
    private final HeadSigner signer;
    private Optional<Written> newest = Optional.empty();

    SnapshotShelf(EventLog log, Replica replica, HeadSigner signer) {
        this.log = log;
        this.replica = replica;
        this.signer = signer;
    }

    private record Written(RawJson snapshot, Head checkpoint, RawJson document) {}

    /** What somebody is sent who knows nothing yet. */
    RawJson document() {
        return written().document();
    }

    /** The host's word for the lobby after the newest event. */
    Head checkpoint() {
        return written().checkpoint();
    }

    /** What was signed for another term is worth nothing in this one. */
    void clear() {
        newest = Optional.empty();
    }

    private Written written() {
        if (newest.filter(one -> one.checkpoint().sequence() == log.lastSequence())
                .isEmpty()) {
            newest = Optional.of(write());
        }
        return newest.get();
    }

    private Written write() {
        var stand = new Stand(log.lastSequence(), log.lastHash());
        RawJson snapshot = Snapshots.whole(replica, stand, log.lastTime());
        Head checkpoint = signer.checkpoint(stand, Snapshots.checkpoint(snapshot, replica.roster()));
        RawJson document = PeerJson.encode(new FullSyncResponse(snapshot, List.of(), Optional.of(checkpoint)));
        return new Written(snapshot, checkpoint, document);
    }
}
