package dev.muster.signalling.server;

import dev.muster.signalling.server.http.HttpResponse;
import dev.muster.signalling.server.metrics.Metrics;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sends plain HTTP answers, after which the connection closes. */
final class Answers {
    private static final String RETRY_SECONDS = "5";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private record Stamp(long second, String text) {}

    private static volatile Stamp stamp = new Stamp(Long.MIN_VALUE, ""); // Of all servers, each with a thread.

    private Answers() {}

    /** Says no, counts it, and closes. */
    static void refuse(Connection connection, Refused refused, Metrics metrics, long nowNanos) {
        metrics.refused(refused.refusal());
        if (connection.isHandshakingTls()) {
            connection.close(); // It could not read an answer.
        } else {
            send(connection, response(refused), true, nowNanos);
        }
    }

    static void send(Connection connection, HttpResponse response, boolean withBody, long nowNanos) {
        connection.write(response.with("Date", now()).toBytes(withBody));
        connection.finish(true, nowNanos);
    }

    /** The time as HTTP writes it. Made once a second, for refusing must cost less than being refused. */
    private static String now() {
        Instant now = Instant.now();
        Stamp last = stamp;
        if (last.second != now.getEpochSecond()) {
            last = new Stamp(now.getEpochSecond(), DATE.format(now));
            stamp = last;
        }
        return last.text;
    }

    private static HttpResponse response(Refused refused) {
        HttpResponse response = HttpResponse.refusal(refused.refusal().httpStatus(), refused.reason());
        if (refused.refusal().passes()) {
            return response.with("Retry-After", RETRY_SECONDS);
        }
        return switch (refused.refusal()) {
            case METHOD -> response.with("Allow", "GET, HEAD, OPTIONS");
            case BAD_REQUEST -> response.with("Sec-WebSocket-Version", "13");
            default -> response;
        };
    }
}
