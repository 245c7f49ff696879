package dev.muster.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The last events, with two readers at their own pace.
 *
 * <p>The session's reader loses nothing: once it is attached, {@link #hasRoomFor} says no while it would. The
 * application's reader stalls nothing: events it has not read in time go, oldest first, and are counted.
 */
final class EventRing {
    private final EmittedEvent[] slots;
    private final int mask;

    /** Events are numbered from 0; each of these is the number of the next one to be written or read. */
    private long written;

    private long readBySession;
    private long readByApplication;

    /** Slots of events before this one hold nothing any more. */
    private long released;

    private boolean sessionAttached;
    private long lostByApplication;

    EventRing(int capacity) {
        this.slots = new EmittedEvent[capacity];
        this.mask = capacity - 1;
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("the capacity of the ring is a power of two, got " + capacity);
        }
    }

    boolean hasRoomFor(int events) {
        return !sessionAttached || written + events - readBySession <= slots.length;
    }

    void write(EmittedEvent event) {
        if (written - readByApplication == slots.length) {
            readByApplication++;
            lostByApplication++;
        }
        slots[(int) written & mask] = event;
        written++;
    }

    /** From now on the session's reader sees every event, and none from before. */
    void attachSession() {
        if (sessionAttached) {
            throw new IllegalStateException("the session reads these events already; use drainEvents() instead");
        }
        sessionAttached = true;
        readBySession = written;
    }

    /** What both readers have passed is let go, so that a refused command does not stay because of its event. */
    private void release() {
        long passed = sessionAttached ? Math.min(readBySession, readByApplication) : readByApplication;
        while (released < passed) {
            slots[(int) released++ & mask] = null;
        }
    }

    int readAsSession(Consumer<? super EmittedEvent> consumer) {
        int count = 0;
        while (readBySession < written) {
            // Counted as read first, so that a consumer that throws does not get the same event for ever.
            consumer.accept(slots[(int) readBySession++ & mask]);
            count++;
        }
        release();
        return count;
    }

    List<DomainEvent> readAsApplication() {
        if (readByApplication == written) {
            return List.of();
        }
        List<DomainEvent> events = new ArrayList<>((int) (written - readByApplication));
        while (readByApplication < written) {
            events.add(slots[(int) readByApplication++ & mask].event());
        }
        release();
        return events;
    }

    long written() {
        return written;
    }

    long lostByApplication() {
        return lostByApplication;
    }

    int pendingForApplication() {
        return (int) (written - readByApplication);
    }
}
