package dev.muster.p2p;

import dev.muster.domain.Lobby;
import dev.muster.domain.LoggedEvent;
import dev.muster.domain.MembershipEvent;
import dev.muster.domain.MembershipEvent.BanLifted;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestKicked;
import dev.muster.wire.Decoded;
import dev.muster.wire.LobbyJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a host decided since its side and another one went apart. Guests propose again what is missing on the side that
 * goes on; what the host itself did, whom it let in and whom it sent away counts no more, and it hears so.
 */
record LosingSide(List<LoggedEvent> decisions) {
    /** The newest are told. */
    static final int DECISIONS_MAX = 256;

    /** @param fork the last event that both sides have in common */
    static LosingSide since(long fork, EventLog log, Self self) {
        List<LoggedEvent> decisions = new ArrayList<>();
        for (long sequence = Math.max(fork + 1, log.firstKept()); sequence <= log.lastSequence(); sequence++) {
            Optional<LogEntry> entry = log.find(sequence);
            entry.flatMap(one -> decisionOf(one, self)).ifPresent(decisions::add);
        }
        int first = Math.max(0, decisions.size() - DECISIONS_MAX);
        return new LosingSide(List.copyOf(decisions.subList(first, decisions.size())));
    }

    private static Optional<LoggedEvent> decisionOf(LogEntry entry, Self self) {
        boolean isOwn = entry.content()
                .author()
                .filter(by -> by.actor().equals(self.actor()))
                .isPresent();
        Decoded<LoggedEvent> decoded =
                LobbyJson.decodeEvent(self.lobby(), entry.content().event().toByteArray());
        return decoded instanceof Decoded.Ok<LoggedEvent> ok && (isOwn || isAdmission(ok.value()))
                ? Optional.of(ok.value())
                : Optional.empty();
    }

    private static boolean isAdmission(LoggedEvent event) {
        return event instanceof GuestJoined;
    }

    /** Those that the lobby of the side that goes on does not show. */
    List<LoggedEvent> missingIn(Lobby lobby) {
        return decisions.stream().filter(one -> !isShown(one, lobby)).toList();
    }

    private static boolean isShown(LoggedEvent event, Lobby lobby) {
        if (event instanceof GuestJoined joined) {
            return lobby.participant(joined.participant().id()).isPresent();
        }
        if (event instanceof GuestKicked kicked) {
            return kicked.banned()
                    ? lobby.isBanned(kicked.participantId())
                    : lobby.participant(kicked.participantId()).isEmpty();
        }
        if (event instanceof BanLifted lifted) {
            return !lobby.isBanned(lifted.participantId());
        }
        return event instanceof MembershipEvent; // Who left is gone, and who is host is told otherwise.
    }
}
