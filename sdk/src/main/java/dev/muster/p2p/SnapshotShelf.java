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
    private Optional<RawJson> document = Optional.empty();
    private long sequence;

    SnapshotShelf(EventLog log, Replica replica, HeadSigner signer) {
        this.log = log;
        this.replica = replica;
        this.signer = signer;
    }

    RawJson document() {
        if (document.isEmpty() || sequence != log.lastSequence()) {
            RawJson snapshot = PeerJson.encodeSnapshot(
                    Snapshots.whole(replica.lobby().orElseThrow(), replica, log));
            Head checkpoint = signer.checkpoint(new Stand(log.lastSequence(), log.lastHash()), snapshot);
            document = Optional.of(
                    PeerJson.encode(new FullSyncResponse(snapshot, List.of(), Optional.of(checkpoint))));
            sequence = log.lastSequence();
        }
        return document.get();
    }
}
