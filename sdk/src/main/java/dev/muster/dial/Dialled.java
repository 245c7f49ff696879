package dev.muster.dial;

/**
 * What a dial led to.
 *
 * @param connection open, and the caller's to close
 * @param endpoint the one that won
 * @param <C> what a connection is
 */
public record Dialled<C extends AutoCloseable>(C connection, Endpoint endpoint) {}
