package dev.muster.signalling.server.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The relay latency as the server itself counts it: from reading a signal to handing it to the system. */
record RelayHistogram(Map<Double, Long> cumulative) {
    private static final Pattern BUCKET =
            Pattern.compile("muster_signalling_relay_seconds_bucket\\{le=\"([0-9.E-]+)\"} (\\d+)");

    static RelayHistogram of(InetSocketAddress server) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + server.getPort() + "/metrics");
        Map<Double, Long> cumulative = new TreeMap<>();
        try (InputStream page = uri.toURL().openStream()) {
            Matcher bucket = BUCKET.matcher(new String(page.readAllBytes(), StandardCharsets.UTF_8));
            while (bucket.find()) {
                cumulative.put(Double.valueOf(bucket.group(1)), Long.valueOf(bucket.group(2)));
            }
        }
        return new RelayHistogram(cumulative);
    }

    /** The bound under which 99 % of what was counted since {@code before} lies. */
    double p99MillisSince(RelayHistogram before) {
        long total =
                cumulative.values().stream().mapToLong(Long::longValue).max().orElse(0)
                        - before.cumulative.values().stream()
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0);
        for (Map.Entry<Double, Long> bucket : cumulative.entrySet()) {
            if (bucket.getValue() - before.cumulative.getOrDefault(bucket.getKey(), 0L) >= total * 0.99) {
                return bucket.getKey() * 1e3;
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
