package dev.muster.p2p;

import dev.muster.domain.Lobby;
import java.util.Optional;

/** Whether somebody may go on alone at once instead of waiting for the others. */
final class Solitude {
    private Solitude() {}

    /** Why not, in words for the player; empty if so. */
    static Optional<String> objection(Candidacy candidacy, GuestSide guest) {
        if (guest.hasEnded() || guest.lobby().filter(Lobby::isEnded).isPresent()) {
            return Optional.of("The session is over.");
        }
        if (!candidacy.isIn()) {
            return Optional.of("You are not in the lobby, so there is nothing to go on with.");
        }
        if (guest.hasHost()) {
            return Optional.of("The host is there and decides.");
        }
        if (candidacy.hearsAnybody()) {
            return Optional.of("You are not alone: others of the lobby are there, and one of them becomes host.");
        }
        if (candidacy.isByMajority()) {
            return Optional.of("This session goes on only with more than half of its players; wait for the others.");
        }
        return Optional.empty();
    }
}
