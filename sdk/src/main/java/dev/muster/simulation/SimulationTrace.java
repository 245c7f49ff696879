package dev.muster.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What happened, one line each, in virtual time. Two runs from one seed give the same trace byte for byte.
 *
 * <p>The {@link #hash()} always covers everything. Lines are kept only when asked for, because most runs are never
 * read; to read a run again, replay its seed with lines on.
 */
public final class SimulationTrace {
    /** How many lines are kept; older ones are forgotten, and still count for the hash. */
    public static final int LINES_MAX = 200_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Deque<String> lines = new ArrayDeque<>();
    private boolean recording;
    private long hash;
    private long count;

    SimulationTrace() {}

    /**
     * Turns keeping lines on or off. Best before the first step.
     *
     * @param on whether lines are kept from now on
     */
    public void record(boolean on) {
        recording = on;
    }

    /**
     * The lines kept.
     *
     * @return at most {@link #LINES_MAX}, oldest first
     */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * How many lines there were, kept or not.
     *
     * @return the count since the start
     */
    public long count() {
        return count;
    }

    /**
     * A fingerprint of everything that happened so far.
     *
     * @return equal for equal runs
     */
    public long hash() {
        return hash;
    }

    /** The lines kept, one below the other. */
    @Override
    public String toString() {
        return String.join("\n", lines);
    }

    /** Something about a peer or the whole network. */
    void note(long nowNanos, String subject, String what) {
        count++;
        mix(nowNanos, subject.hashCode(), what.hashCode());
        if (recording) {
            keep(time(nowNanos) + "  " + pad(subject) + " " + what);
        }
    }

    /** Something about one message; made of parts so that a run without lines builds no text. */
    void message(long nowNanos, Lane lane, String verb, long number, int bytes) {
        count++;
        String from = lane.senderName();
        String to = lane.receiverName();
        mix(nowNanos, 31L * from.hashCode() + to.hashCode(), verb.hashCode());
        mix(lane.channel().id(), number, bytes);
        if (recording) {
            String what = verb + " " + to + " " + lane.channel().label() + " #" + number + " " + bytes + " B";
            keep(time(nowNanos) + "  " + pad(from) + " " + what);
        }
    }

    private void mix(long one, long two, long three) {
        hash = Chance.mix(Chance.mix(Chance.mix(hash ^ one) ^ two) ^ three);
    }

    private void keep(String line) {
        if (lines.size() == LINES_MAX) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    /** Fixed width and no locale, so that lines align and are the same everywhere. */
    private static String time(long nowNanos) {
        String seconds = Long.toString(nowNanos / NANOS_PER_SECOND);
        String fraction =
                Long.toString(NANOS_PER_SECOND + nowNanos % NANOS_PER_SECOND).substring(1);
        return " ".repeat(Math.max(0, 7 - seconds.length())) + seconds + "." + fraction;
    }

    private static String pad(String subject) {
        return subject.length() >= 8 ? subject : subject + " ".repeat(8 - subject.length());
    }
}
