package dev.muster.domain;

import java.util.Objects;

/**
 * Why a command was refused.
 *
 * @param sentence for a player to read; says what is wrong and, where something can be done, what
 */
public record Refusal(RefusalCode code, String sentence) {
    public Refusal {
        Objects.requireNonNull(code, "code");
        if (sentence.isBlank()) {
            throw new IllegalArgumentException("a refusal says why");
        }
    }
}
