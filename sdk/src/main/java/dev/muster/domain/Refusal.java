package dev.muster.domain;

import java.util.Objects;

/**
 * Why a command was refused.
 *
 * @param sentence for a person to read; says what is wrong and, where something can be done, what; cut where it is
 *     longer than {@link LobbyLimits#SENTENCE_CODE_POINTS_MAX}
 */
public record Refusal(RefusalCode code, String sentence) {
    public Refusal {
        Objects.requireNonNull(code, "code");
        if (sentence.isBlank()) {
            throw new IllegalArgumentException("a refusal says why");
        }
        if (TextRules.codePoints(sentence) > LobbyLimits.SENTENCE_CODE_POINTS_MAX) {
            sentence = sentence.substring(0, sentence.offsetByCodePoints(0, LobbyLimits.SENTENCE_CODE_POINTS_MAX));
        }
    }
}
