package dev.muster.transport;

/** Which side of a connection this is. It is fixed for the life of the connection, and signed in the greeting. */
public enum ConnectionRole {
    /** Called {@link Transport#connect}. */
    OFFERER,
    /** Called {@link Transport#accept}. */
    ANSWERER
}
