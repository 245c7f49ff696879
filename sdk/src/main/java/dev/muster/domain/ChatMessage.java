package dev.muster.domain;

import java.util.Objects;

/**
 * One line of the chat.
 *
 * @param number counts the messages of this lobby from 1 to {@link #NUMBER_MAX}, also those that the history has let go
 * @param authorName as it was when the message was sent, so that people who left are still named
 */
public record ChatMessage(long number, ParticipantId author, Name authorName, String text, LobbyTime sentAt) {
    /** Where counting stops: the largest number that every machine reads back unchanged. */
    public static final long NUMBER_MAX = 1L << 53;

    /** The rule for the text, as a sentence to show to people. */
    public static final String TEXT_RULE = "A chat message has 1 to " + LobbyLimits.CHAT_CODE_POINTS_MAX
            + " characters on one line, without control characters.";

    public ChatMessage {
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(authorName, "authorName");
        Objects.requireNonNull(sentAt, "sentAt");
        if (number < 1 || number > NUMBER_MAX) {
            throw new IllegalArgumentException("chat messages count from 1 to 2^53, got " + number);
        }
        if (!isText(text)) {
            throw new IllegalArgumentException(TEXT_RULE);
        }
    }

    /** Whether {@code text} can be sent as it is. */
    public static boolean isText(String text) {
        return !text.isBlank()
                && TextRules.codePoints(text) <= LobbyLimits.CHAT_CODE_POINTS_MAX
                && TextRules.isPlainLine(text);
    }
}
