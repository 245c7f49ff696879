package dev.muster.simulation;

import java.util.PriorityQueue;

/**
 * Virtual time: what will happen, in the order in which it happens. Things due at the same nanosecond happen in the
 * order in which they were scheduled, so a run repeats.
 */
final class EventQueue {
    /** Compares itself, because a chain of comparators costs a fifth of the whole simulation. */
    private record Entry(long timeNanos, long number, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(timeNanos, other.timeNanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long nowNanos;
    private long scheduled;

    long nowNanos() {
        return nowNanos;
    }

    /** Schedules an action. A time that has passed counts as now. */
    void at(long timeNanos, Runnable action) {
        entries.add(new Entry(Math.max(timeNanos, nowNanos), scheduled++, action));
    }

    void after(long delayNanos, Runnable action) {
        at(nowNanos + delayNanos, action);
    }

    /** When the next thing happens; {@link Long#MAX_VALUE} if nothing will. */
    long nextNanos() {
        Entry next = entries.peek();
        return next == null ? Long.MAX_VALUE : next.timeNanos();
    }

    /** Jumps to the next thing and lets it happen; false if there is none. */
    boolean step() {
        Entry next = entries.poll();
        if (next == null) {
            return false;
        }
        nowNanos = next.timeNanos();
        next.action().run();
        return true;
    }

    /** Lets time pass without anything happening. Never past the next entry. */
    void advanceTo(long timeNanos) {
        nowNanos = Math.max(nowNanos, Math.min(timeNanos, nextNanos()));
    }

    int size() {
        return entries.size();
    }
}
