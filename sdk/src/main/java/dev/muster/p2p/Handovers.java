package dev.muster.p2p;

import dev.muster.domain.ParticipantId;
import java.util.Optional;

/** How a host hands over to a guest that is ready to take over. On a guest nothing can be done here. One thread. */
public final class Handovers {
    private final Authority authority;

    Handovers(Authority authority) {
        this.authority = authority;
    }

    /**
     * Asks a participant to be host.
     *
     * @return false if it cannot be asked now: it is not linked, or another one was asked
     */
    public boolean offer(ParticipantId successor) {
        return succession().filter(one -> one.offer(successor)).isPresent();
    }

    /** What became of {@link #offer}. */
    public HandoverState state() {
        return succession().map(Succession::state).orElse(HandoverState.UNREACHABLE);
    }

    /** The role is not handed over after all. */
    public void withdraw() {
        succession().ifPresent(Succession::forgetOffer);
    }

    /** Who of those who can be reached has been in for longest. */
    public Optional<ParticipantId> oldestReachable() {
        return succession().flatMap(Succession::oldestReachable);
    }

    private Optional<Succession> succession() {
        return authority.reign().map(Reign::succession);
    }
}
