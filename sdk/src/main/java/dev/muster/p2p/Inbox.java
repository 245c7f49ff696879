package dev.muster.p2p;

import dev.muster.wire.LobbyEvent;
import dev.muster.wire.SyncMessage;
import dev.muster.wire.SyncMessage.EventBroadcast;
import dev.muster.wire.SyncMessage.MissingEventsResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the host said and this side has yet to handle, in order. Bounded by messages: what does not fit is let go and
 * counted, and asked for again when it is missed. Belongs to one thread.
 */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final int messagesMax;
    private final Queue<SyncMessage> messages = new ArrayDeque<>();
    private final Deque<LobbyEvent> events = new ArrayDeque<>();
    private long overflows;
    private boolean isIncomplete;
    private boolean overflowLogged;

    Inbox(int messagesMax) {
        this.messagesMax = messagesMax;
    }

    void add(SyncMessage message) {
        if (messages.size() < messagesMax) {
            messages.add(message);
            return;
        }
        overflows++;
        isIncomplete = true;
        if (!overflowLogged) {
            overflowLogged = true;
            LOG.warn(
                    "The host tells more than is handled: {} messages wait, more are let go and asked for again. Poll"
                            + " more often, or raise queueSize or batchSize.",
                    messagesMax);
        }
    }

    /** The next event, if an event is next. */
    Optional<LobbyEvent> nextEvent() {
        if (events.isEmpty()) {
            SyncMessage next = messages.peek();
            if (next instanceof EventBroadcast broadcast) {
                messages.remove();
                return Optional.of(broadcast.event());
            }
            if (next instanceof MissingEventsResponse response) {
                messages.remove();
                events.addAll(response.events());
            }
        }
        return Optional.ofNullable(events.poll());
    }

    /** The next message that holds no events, if one is next. */
    Optional<SyncMessage> nextMessage() {
        boolean isEvent = !events.isEmpty()
                || messages.peek() instanceof EventBroadcast
                || messages.peek() instanceof MissingEventsResponse;
        return isEvent ? Optional.empty() : Optional.ofNullable(messages.poll());
    }

    /** Whether something was let go, nothing waits any more, and nobody asked for it yet. */
    boolean lacksSomething() {
        return isIncomplete && isEmpty();
    }

    /** What was let go has been asked for. */
    void askedForTheRest() {
        isIncomplete = false;
    }

    boolean isEmpty() {
        return messages.isEmpty() && events.isEmpty();
    }

    int waiting() {
        return messages.size() + events.size();
    }

    long overflows() {
        return overflows;
    }

    /**
     * Somebody else is host: what the one before told of events still counts, its word for them does not. Nothing of it
     * does where the new one does not go on from there: numbers of terms mean others in that history.
     */
    void hostChanged(boolean isFork) {
        if (isFork) {
            clear();
        }
        messages.removeIf(one -> !(one instanceof EventBroadcast || one instanceof MissingEventsResponse));
    }

    void clear() {
        messages.clear();
        events.clear();
    }
}
