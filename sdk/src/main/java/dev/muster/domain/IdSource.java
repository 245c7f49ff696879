package dev.muster.domain;

import java.util.UUID;

/**
 * Where new ids come from. Handed in, because the domain draws no randomness of its own: a test passes a counter, a
 * session passes a secure random source.
 */
@FunctionalInterface
public interface IdSource {
    /** An id never given before. Must not block or throw. */
    UUID next();
}
