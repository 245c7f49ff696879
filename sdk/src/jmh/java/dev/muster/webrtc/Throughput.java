package dev.muster.webrtc;

import java.util.Locale;

/** Counts what arrives between the first message of a stream and its end. */
final class Throughput {
    /** How long a stream lasts. */
    static final long STREAMING_NANOS = 3_000_000_000L;

    private long begunNanos;
    private long messages;
    private long bytes;

    void arrived(int size) {
        if (messages == 0) {
            begunNanos = System.nanoTime();
        }
        messages++;
        bytes += size;
    }

    /** Messages and megabytes a second; begins anew. */
    String finish() {
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        String result = String.format(Locale.ROOT, "%.0f %.2f", messages / seconds, bytes / seconds / 1e6);
        messages = 0;
        bytes = 0;
        return result;
    }
}
