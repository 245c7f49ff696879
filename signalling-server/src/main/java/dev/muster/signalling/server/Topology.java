package dev.muster.signalling.server;

/** Who of a room connects to whom. */
public enum Topology {
    /** Everybody to everybody; {@code ?next=N} makes groups of N. What games normally want. */
    FULL_MESH,
    /** Everybody to the room's host alone: the first peer, or the first to come after the host has left. */
    CLIENT_SERVER
}
