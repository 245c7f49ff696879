package dev.muster.transport;

/**
 * What the transport believes about the path under an open connection. Only a hint: it is late (WebRTC notices a killed
 * peer after about 5.6 s) and proves nothing about the process at the other end.
 */
public enum Reachability {
    /** The path answers. */
    REACHABLE,
    /** The path stopped answering. It may come back by itself. */
    UNREACHABLE,
    /** The path was given up. Only {@link Transport#restartIce} or a new connection helps. */
    FAILED
}
