package dev.muster.signalling.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the head of a request. Total: any bytes give a reading. The caller bounds the number of bytes.
 *
 * <p>Strict, since every client of this server is a program: CRLF line ends, no folded lines, tokens for names.
 */
public final class RequestHeadParser {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final HeadReading INCOMPLETE = new HeadReading.Incomplete();

    private RequestHeadParser() {}

    /**
     * Reads a head that begins at index 0 and ends before the buffer's limit. The buffer stays as it is.
     *
     * @param searched how many of the bytes an earlier call has seen already; keeps the work linear in the bytes
     * @param linesMax of headers
     */
    public static HeadReading parse(ByteBuffer bytes, int searched, int linesMax) {
        if (bytes.limit() > 0 && (bytes.get(0) < 'A' || bytes.get(0) > 'Z')) {
            // Whoever speaks something else (TLS, for instance) would never send the empty line: say so at once.
            return new HeadReading.Malformed("this is not an HTTP request");
        }
        int end = endOfHead(bytes, Math.max(0, searched - 3));
        if (end < 0) {
            return INCOMPLETE;
        }
        byte[] head = new byte[end];
        bytes.get(0, head);
        return readLines(new String(head, StandardCharsets.ISO_8859_1).split("\r\n", -1), end + 4, linesMax);
    }

    private static int endOfHead(ByteBuffer bytes, int from) {
        for (int i = from; i + 3 < bytes.limit(); i++) {
            if (bytes.get(i) == '\r'
                    && bytes.get(i + 1) == '\n'
                    && bytes.get(i + 2) == '\r'
                    && bytes.get(i + 3) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static HeadReading readLines(String[] lines, int length, int linesMax) {
        if (lines.length - 1 > linesMax) {
            return new HeadReading.TooLarge("a request may have " + linesMax + " header lines here");
        }
        String[] first = lines[0].split(" ", -1);
        if (first.length != 3 || !isToken(first[0]) || first[1].isEmpty() || hasControl(first[1])) {
            return new HeadReading.Malformed("the request line is not METHOD TARGET VERSION");
        }
        if (!isAscii(first[1])) {
            return new HeadReading.Malformed(
                    "the path holds characters that are not ASCII; percent-encode them, as in /caf%C3%A9");
        }
        if (!first[2].equals("HTTP/1.1") && !first[2].equals("HTTP/1.0")) {
            return new HeadReading.Malformed("only HTTP/1.1 is spoken here");
        }
        List<Field> fields = new ArrayList<>(lines.length - 1);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 0 || !isToken(lines[i].substring(0, colon)) || hasControl(lines[i])) {
                return new HeadReading.Malformed("header line " + i + " is not NAME: VALUE");
            }
            fields.add(new Field(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).trim()));
        }
        int minorVersion = first[2].charAt(first[2].length() - 1) - '0';
        return new HeadReading.Complete(new RequestHead(first[0], first[1], minorVersion, fields), length);
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            boolean letterOrDigit =
                    (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || (next >= '0' && next <= '9');
            if (!letterOrDigit && TOKEN_MARKS.indexOf(next) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(next -> next < 0x80);
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(next -> (next < ' ' && next != '\t') || next == 0x7f);
    }
}
