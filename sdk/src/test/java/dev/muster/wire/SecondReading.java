package dev.muster.wire;

import dev.muster.domain.DomainCommand;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LoggedEvent;
import java.util.Optional;
import java.util.UUID;

/** What must hold for any bytes: each decoder gives a value or a reason, and what it understood once it always does. */
final class SecondReading {
    private static final LobbyId LOBBY = new LobbyId(new UUID(0, 1));

    private SecondReading() {}

    /** {@return whether anything was understood} */
    static boolean check(byte[] bytes) {
        RawJson json = RawJson.takeOver(bytes.clone());
        boolean isUnderstood = false;
        if (PeerJson.decode(json) instanceof Decoded.Ok<Optional<PeerMessage>> ok
                && ok.value().isPresent()) {
            same(PeerJson.decode(PeerJson.encode(ok.value().get())), ok);
            isUnderstood = true;
        }
        if (PeerJson.decodeSnapshot(json) instanceof Decoded.Ok<Snapshot> ok) {
            same(PeerJson.decodeSnapshot(PeerJson.encodeSnapshot(ok.value())), ok);
            isUnderstood = true;
        }
        if (LobbyJson.decodeEvent(LOBBY, bytes) instanceof Decoded.Ok<LoggedEvent> ok) {
            same(LobbyJson.decodeEvent(LOBBY, LobbyJson.encode(ok.value())), ok);
            isUnderstood = true;
        }
        if (LobbyJson.decodeCommand(bytes) instanceof Decoded.Ok<DomainCommand> ok) {
            same(LobbyJson.decodeCommand(LobbyJson.encode(ok.value())), ok);
            isUnderstood = true;
        }
        return isUnderstood;
    }

    private static void same(Object again, Object before) {
        if (!again.equals(before)) {
            throw new AssertionError("not the same after a second reading: " + before + " and " + again);
        }
    }
}
