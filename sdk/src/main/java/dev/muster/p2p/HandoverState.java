package dev.muster.p2p;

/** How a hand-over stands. */
public enum HandoverState {
    /** The successor has accepted. */
    ACCEPTED,
    /** It has yet to answer. */
    WAITING,
    /** It did not answer in time, or there is no link to it. */
    UNREACHABLE
}
