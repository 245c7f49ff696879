package dev.muster.p2p;

/** What this side is at the moment. */
sealed interface Role {
    Side side();

    /** It decides. */
    record Hosting(HostSide side, Reign reign) implements Role {}

    /** It follows. */
    record Guesting(GuestSide side, Allegiance allegiance) implements Role {}
}
