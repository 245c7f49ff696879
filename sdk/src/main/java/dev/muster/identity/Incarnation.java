package dev.muster.identity;

/**
 * One run of a process, drawn at its start. Whoever restarts is another incarnation of the same key: it knows nothing
 * any more of what the one before promised, and is not held to continue it.
 */
public final class Incarnation extends FixedBytes {
    /** The size. */
    public static final int BYTES = 16;

    /**
     * @param bytes exactly {@link #BYTES}, copied
     * @throws IllegalArgumentException for any other number
     */
    public Incarnation(byte[] bytes) {
        super("an incarnation", BYTES, bytes);
    }

    /** Reads what {@link #toHex} wrote; anything else is an {@link IllegalArgumentException}. */
    public static Incarnation parse(String hex) {
        return new Incarnation(parseHex("an incarnation", hex));
    }
}
