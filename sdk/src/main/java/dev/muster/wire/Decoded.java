package dev.muster.wire;

/**
 * The outcome of decoding bytes or text from outside. Decoders are total: any input gives one of the two, never an
 * exception.
 *
 * @param <T> what was looked for
 */
public sealed interface Decoded<T> {
    /** The input was well-formed in every respect. */
    record Ok<T>(T value) implements Decoded<T> {}

    /**
     * The input was not understood. {@code reason} is a sentence for a log and holds no more than an excerpt of the
     * input.
     */
    record Rejected<T>(String reason) implements Decoded<T> {}
}
