package dev.muster.domain;

import java.util.List;

/** The last messages of the lobby. Immutable. */
public final class Chat {
    static final Chat EMPTY = new Chat(Recent.none(LobbyLimits.CHAT_HISTORY_MAX));

    private final Recent<ChatMessage> messages;

    private Chat(Recent<ChatMessage> messages) {
        this.messages = messages;
    }

    /**
     * The chat with these messages, oldest first.
     *
     * @throws IllegalArgumentException where they are too many or not numbered without gaps
     */
    public static Chat of(List<ChatMessage> messages) {
        if (!messages.isEmpty() && messages.size() < LobbyLimits.CHAT_HISTORY_MAX) {
            requireNext(messages.get(0).number(), 1);
        }
        for (int later = 1; later < messages.size(); later++) {
            requireNext(messages.get(later).number(), following(messages.get(later - 1)));
        }
        return new Chat(Recent.of(LobbyLimits.CHAT_HISTORY_MAX, messages));
    }

    /** Oldest first, at most {@link LobbyLimits#CHAT_HISTORY_MAX}. */
    public List<ChatMessage> messages() {
        return messages;
    }

    long nextNumber() {
        return messages.isEmpty() ? 1 : following(messages.get(messages.size() - 1));
    }

    Chat with(ChatMessage message) {
        requireNext(message.number(), nextNumber());
        return new Chat(messages.with(message));
    }

    /** Whether one more message now would be more than the lobby as a whole may send. */
    boolean isBusy(LobbyTime now) {
        int allowed = LobbyLimits.CHAT_PER_LOBBY_MAX;
        return messages.size() >= allowed && isRecent(messages.get(messages.size() - allowed), now);
    }

    /**
     * Whether one more message now would be more than {@code author} may send. Exact, because the history holds more
     * than the whole lobby may send within the window.
     */
    boolean isBusy(ParticipantId author, LobbyTime now) {
        int sent = 0;
        for (int index = messages.size() - 1; index >= 0 && isRecent(messages.get(index), now); index--) {
            if (messages.get(index).author().equals(author)) {
                sent++;
            }
        }
        return sent >= LobbyLimits.CHAT_PER_PERSON_MAX;
    }

    private static boolean isRecent(ChatMessage message, LobbyTime now) {
        return now.isBefore(message.sentAt().plus(LobbyLimits.CHAT_WINDOW));
    }

    /** Stays at the largest number: a snapshot may claim any, and the chat goes on after it. */
    private static long following(ChatMessage message) {
        return Math.min(ChatMessage.NUMBER_MAX, message.number() + 1);
    }

    private static void requireNext(long number, long expected) {
        if (number != expected) {
            throw new IllegalArgumentException("expected chat message " + expected + ", got " + number);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Chat chat && messages.equals(chat.messages);
    }

    @Override
    public int hashCode() {
        return messages.hashCode();
    }

    @Override
    public String toString() {
        return messages.toString();
    }
}
