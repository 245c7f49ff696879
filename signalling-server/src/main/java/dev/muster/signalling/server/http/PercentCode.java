package dev.muster.signalling.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-decoding as the stock server does it: a percent sign without two hexadecimal digits stands for itself. */
final class PercentCode {
    private PercentCode() {}

    /** The text of a path segment; empty when its bytes are not UTF-8. */
    static Optional<String> decodeSegment(String encoded) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes(encoded)))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The text of a query key or value: a plus is a space, and bad bytes become the replacement character. */
    static String decodeQuery(String encoded) {
        return new String(bytes(encoded.replace('+', ' ')), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        int at = 0;
        while (at < encoded.length()) {
            char next = encoded.charAt(at++);
            int value = next == '%' ? hexPair(encoded, at) : -1;
            if (value >= 0) {
                at += 2;
                bytes.write(value);
            } else {
                bytes.write(next);
            }
        }
        return bytes.toByteArray();
    }

    private static int hexPair(String text, int from) {
        if (from + 2 > text.length()) {
            return -1;
        }
        int high = hexDigit(text.charAt(from));
        int low = hexDigit(text.charAt(from + 1));
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }

    private static int hexDigit(char digit) {
        return digit < 0x80 ? Character.digit(digit, 16) : -1;
    }
}
