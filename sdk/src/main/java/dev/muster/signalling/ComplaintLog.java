package dev.muster.signalling;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Warns of what a peer or a server does wrong, but not as often as it does it: whoever means harm shall not fill a disk
 * with our words. What is not said is counted, and the next warning tells how much it was.
 *
 * <p>For one thread.
 */
public final class ComplaintLog {
    /** How many warnings there are in one {@link #INTERVAL}. */
    static final int WARNINGS_MAX = 5;

    static final Duration INTERVAL = Duration.ofMinutes(1);

    /** A warning quotes others, and they may be long-winded. */
    static final int LENGTH_MAX = 300;

    private final Logger log;
    private final LongSupplier nowNanos;
    private long intervalEndNanos;
    private int warnings;
    private long unsaid;

    /**
     * Nothing was said yet.
     *
     * @param log where the warnings go
     * @param nowNanos the time of the owner
     */
    public ComplaintLog(Logger log, LongSupplier nowNanos) {
        this.log = log;
        this.nowNanos = nowNanos;
        intervalEndNanos = nowNanos.getAsLong();
    }

    /**
     * Warns, or counts.
     *
     * @param format a sentence, with a pair of braces for each argument
     * @param arguments what to quote; printed without control characters, and not at any length
     */
    public void warn(String format, Object... arguments) {
        long now = nowNanos.getAsLong();
        if (now - intervalEndNanos >= 0) {
            intervalEndNanos = now + INTERVAL.toNanos();
            warnings = 0;
        }
        if (warnings >= WARNINGS_MAX) {
            unsaid++;
            return;
        }
        warnings++;
        String text = printable(MessageFormatter.arrayFormat(format, arguments).getMessage());
        if (unsaid > 0) {
            log.warn("{} (And {} more like this, of which nothing was said.)", text, unsaid);
            unsaid = 0;
        } else {
            log.warn("{}", text);
        }
    }

    private static String printable(String text) {
        String head = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text;
        var printable = new StringBuilder(head.length());
        head.chars().forEach(c -> printable.append(Character.isISOControl(c) ? '?' : (char) c));
        return printable.toString();
    }
}
