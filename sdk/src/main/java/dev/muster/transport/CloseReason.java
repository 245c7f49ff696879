package dev.muster.transport;

/** Why a connection ended, or never came to be. */
public enum CloseReason {
    /** This side called {@link Transport#closeConnection}. */
    LOCAL,
    /** The other side closed it on purpose, or said that it refuses the offer (over WebRTC a refusal is silence). */
    PEER,
    /** It was open, and is certainly gone: reset, process ended, secured channel torn down. A retry can help. */
    LOST,
    /**
     * It was open and its path answered, but nothing that was sent left this side any more. The messages that were not
     * acknowledged by the layer above are lost with it; a new connection helps, a new path under this one does not.
     */
    STALLED,
    /** It did not open within the connect deadline: no route, no answer, or the peer is away. A retry can help. */
    TIMED_OUT,
    /** The dial failed at once: nobody has that id, or the address refused. A retry can help later. */
    UNREACHABLE,
    /** The other side broke the rules of the transport. Retrying the same peer will not help. */
    PROTOCOL,
    /** The application did not poll, and what arrived no longer fitted into the bounded inbox. */
    OVERRUN,
    /** This side has as many connections as it allows. */
    LIMIT
}
