package dev.muster.transport;

/**
 * The three channels of every connection, in the order of their ids on the wire.
 *
 * <p>All three exist from the moment a connection opens. A stock Matchbox peer knows only {@link #SYNC}; what it is
 * sent on the others is lost without a sign, so the layer above sends nothing there before the peer's greeting.
 */
public enum Channel {
    /** Lobby sync and control frames: ordered and reliable. */
    SYNC(0, "matchbox_socket_0", true, 1024 * 1024),
    /** Application messages in frames: ordered and reliable. */
    MESSAGES(1, "muster_messages", true, 1024 * 1024),
    /**
     * State that is soon outdated: unordered, never sent twice. Messages may be lost, overtake each other, and (over a
     * bad network) arrive twice.
     */
    REALTIME(2, "muster_realtime", false, 64 * 1024);

    /** The most bytes one message may have. One byte more closes the channel of a native peer without an error. */
    public static final int MESSAGE_BYTES_MAX = 262_144;

    private static final Channel[] BY_ID = values();

    private final int id;
    private final String label;
    private final boolean reliable;
    private final int bufferBytesMax;

    Channel(int id, String label, boolean reliable, int bufferBytesMax) {
        this.id = id;
        this.label = label;
        this.reliable = reliable;
        this.bufferBytesMax = bufferBytesMax;
    }

    /**
     * The channel with this id on the wire.
     *
     * @param id 0, 1 or 2
     * @return the channel
     * @throws IllegalArgumentException for any other id
     */
    public static Channel ofId(int id) {
        if (id < 0 || id >= BY_ID.length) {
            throw new IllegalArgumentException("a channel id is 0 to " + (BY_ID.length - 1) + ", not " + id);
        }
        return BY_ID[id];
    }

    /**
     * The id on the wire, the same on both sides: channels are negotiated in advance.
     *
     * @return 0, 1 or 2
     */
    public int id() {
        return id;
    }

    /**
     * The label of the data channel.
     *
     * @return the label, the same on both sides
     */
    public String label() {
        return label;
    }

    /**
     * Whether messages arrive in the order of sending, each exactly once, for as long as the connection lives.
     *
     * @return false only for {@link #REALTIME}
     */
    public boolean reliable() {
        return reliable;
    }

    /**
     * How many bytes wait at most in the send buffer of this channel. A message is taken if it fits into what is left
     * or if the buffer is empty; otherwise the answer is {@link SendOutcome#FULL}.
     *
     * @return the bound in bytes
     */
    public int bufferBytesMax() {
        return bufferBytesMax;
    }
}
