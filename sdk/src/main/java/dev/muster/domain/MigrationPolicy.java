package dev.muster.domain;

/**
 * What a session does when its host is lost or its network falls apart. It holds for everybody for as long as the
 * session lasts. Games make sessions of {@link #AVAILABILITY}; the other policy is not offered to them before it keeps
 * what it is for against players who cheat.
 */
public enum MigrationPolicy {
    /** Whoever is left plays on. Each side of a broken network may have a host of its own until they meet again. */
    AVAILABILITY,
    /**
     * Only more than half of those who are in play on, and whoever is with fewer waits. Among honest players there are
     * never two hosts that decide, and what more than half have confirmed is never taken back. Two players stop when
     * one is lost.
     */
    MAJORITY;

    /**
     * How many guests must have confirmed a command before it is never taken back under {@link #MAJORITY}. Under {@link
     * #AVAILABILITY} no number is enough.
     *
     * @param participants how many are in, the host included
     */
    public static int guestsForGood(int participants) {
        return participants / 2;
    }
}
