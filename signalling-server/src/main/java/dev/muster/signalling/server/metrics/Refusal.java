package dev.muster.signalling.server.metrics;

import java.util.Locale;

/**
 * Every way in which the server says no. Each has a counter, and a status or close code that the client sees.
 *
 * <p>The first group answers a request with an HTTP status. The second closes a WebSocket with a code; the last of
 * it meets requests too. The third drops a connection that has nobody who could read an answer.
 */
public enum Refusal {
    SERVER_FULL("503 Service Unavailable", 0),
    ADDRESS_FULL("429 Too Many Requests", 0),
    TOO_MANY_JOINS("429 Too Many Requests", 0),
    ROOM_FULL("503 Service Unavailable", 0),
    ROOMS_FULL("503 Service Unavailable", 0),
    DRAINING("503 Service Unavailable", 0),
    BAD_REQUEST("400 Bad Request", 0),
    DENIED("401 Unauthorized", 0),
    ORIGIN("403 Forbidden", 0),
    NOT_FOUND("404 Not Found", 0),
    METHOD("405 Method Not Allowed", 0),
    HANDSHAKE_TIMEOUT("408 Request Timeout", 0),
    HEAD_TOO_LARGE("431 Request Header Fields Too Large", 0),
    CALLBACK_FAILED("500 Internal Server Error", 0),

    PROTOCOL_ERROR("", 1002),
    NOT_UTF8("", 1007),
    TOO_MANY_MESSAGES("", 1008),
    TOO_MANY_BYTES("", 1008),
    MESSAGE_TOO_SLOW("", 1008),
    FRAME_TOO_LARGE("", 1009),
    INTERNAL_ERROR("", 1011),
    SLOW_READER("", 1013),
    MEMORY_FULL("503 Service Unavailable", 1013),

    SILENT("", 0),
    CROWDED_OUT("", 0),
    TLS_FAILED("", 0),
    TLS_RENEGOTIATION("", 0),
    TLS_CHATTER("", 0);

    private final String httpStatus;
    private final int closeCode;

    Refusal(String httpStatus, int closeCode) {
        this.httpStatus = httpStatus;
        this.closeCode = closeCode;
    }

    /** Status and phrase of the answer to a request that ends this way. */
    public String httpStatus() {
        if (httpStatus.isEmpty()) {
            throw new IllegalStateException(this + " is not an answer to a request");
        }
        return httpStatus;
    }

    /** The code with which a WebSocket closes that ends this way. */
    public int closeCode() {
        if (closeCode == 0) {
            throw new IllegalStateException(this + " does not close a WebSocket");
        }
        return closeCode;
    }

    /** Whether the client had better wait before it tries again. */
    public boolean passes() {
        return httpStatus.startsWith("503") || httpStatus.startsWith("429");
    }

    /** The value of the label {@code reason} in the metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
