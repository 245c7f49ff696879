package dev.muster.signalling.server;

/** What a peer is in its room. */
public enum PeerRole {
    /** One among equals, in a full mesh. */
    MEMBER,
    /** The one everybody connects to, in a client-server room. */
    HOST,
    /** One who connects to the host, in a client-server room. */
    CLIENT
}
