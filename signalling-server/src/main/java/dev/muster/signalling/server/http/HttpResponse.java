package dev.muster.signalling.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer to a plain HTTP request. The connection closes after it, and any page may read it.
 *
 * @param status the three digits and the phrase, as in {@code 200 OK}
 */
public record HttpResponse(String status, List<Field> fields, String body) {
    private static final String NO_CONTENT = "204 ";
    private static final String TEXT = "text/plain; charset=utf-8";

    public HttpResponse {
        fields = List.copyOf(fields);
    }

    public static HttpResponse of(String status, String contentType, String body) {
        return new HttpResponse(status, List.of(new Field("Content-Type", contentType)), body);
    }

    /** A refusal: one sentence that says what to do, as plain text. */
    public static HttpResponse refusal(String status, String reason) {
        return of(status, TEXT, reason + "\n");
    }

    public HttpResponse with(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new HttpResponse(status, more, body);
    }

    /**
     * The bytes to send.
     *
     * @param withBody false for an answer to HEAD, whose headers still tell the length
     */
    public ByteBuffer toBytes(boolean withBody) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status)
                .append("\r\nConnection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n")
                .append("Access-Control-Allow-Origin: *\r\n");
        if (!status.startsWith(NO_CONTENT)) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        for (Field field : fields) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length() + content.length + 2);
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (withBody) {
            bytes.writeBytes(content);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }
}
