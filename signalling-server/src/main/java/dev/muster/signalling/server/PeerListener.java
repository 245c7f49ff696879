package dev.muster.signalling.server;

/**
 * Hears of peers. All calls come from the server's one thread, one after the other: return quickly and never
 * block, because no message is relayed meanwhile. What a call throws is counted and logged, and changes nothing;
 * only a {@link VirtualMachineError}, after which nothing can be relied on, ends the server.
 */
public interface PeerListener {
    /** Hears nothing. */
    PeerListener NONE = new PeerListener() {};

    /** The peer has its id and will enter its room next. */
    default void assigned(PeerInfo peer) {}

    /** The peer is in its room, and those whom it concerns have been told. */
    default void joined(PeerInfo peer) {}

    /** The peer has left, by whatever cause, and those whom it concerns have been told. */
    default void left(PeerInfo peer) {}
}
