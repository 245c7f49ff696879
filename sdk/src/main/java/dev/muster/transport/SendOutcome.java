package dev.muster.transport;

/** The answer to {@link Transport#send}. Anything but {@link #TAKEN} means that nothing was sent or kept. */
public enum SendOutcome {
    /**
     * The message is on its way. On a reliable channel it arrives unless the connection ends first; on {@link
     * Channel#REALTIME} it may be lost.
     */
    TAKEN,
    /**
     * The send buffer has no room. On a reliable channel wait for {@link TransportEvent.ChannelWritable}; on {@link
     * Channel#REALTIME} drop the message, because a newer one will follow.
     */
    FULL,
    /** The message is longer than {@link ConnectionDetails#messageBytesMax()}. Send it in parts. */
    TOO_LARGE,
    /** The message has no bytes. Native Matchbox peers take an empty message for the end of the channel. */
    EMPTY,
    /** The connection is unknown, not open yet, or gone. */
    NOT_OPEN;

    /**
     * Whether the message was taken.
     *
     * @return true only for {@link #TAKEN}
     */
    public boolean taken() {
        return this == TAKEN;
    }
}
