package dev.muster.signalling.server.metrics;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts durations in buckets that double: 50 µs, 100 µs, … One thread records, any thread reads. */
final class LatencyHistogram {
    private static final int BUCKETS = 18;
    private static final long FIRST_BOUND_NANOS = 50_000;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS + 1);
    private final LongAdder sumNanos = new LongAdder();

    void record(long nanos, int times) {
        int bucket = 0;
        while (bucket < BUCKETS && nanos > boundNanos(bucket)) {
            bucket++;
        }
        counts.addAndGet(bucket, times);
        sumNanos.add(Math.max(0, nanos) * times);
    }

    /** Appends the samples in Prometheus text. */
    void appendTo(StringBuilder text, String name) {
        long total = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            total += counts.get(bucket);
            text.append(name).append("_bucket{le=\"").append(boundNanos(bucket) / 1e9);
            text.append("\"} ").append(total).append('\n');
        }
        total += counts.get(BUCKETS);
        text.append(name).append("_bucket{le=\"+Inf\"} ").append(total).append('\n');
        text.append(name).append("_sum ").append(sumNanos.sum() / 1e9).append('\n');
        text.append(name).append("_count ").append(total).append('\n');
    }

    private static long boundNanos(int bucket) {
        return FIRST_BOUND_NANOS << bucket;
    }
}
