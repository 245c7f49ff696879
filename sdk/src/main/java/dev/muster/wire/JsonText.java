package dev.muster.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The string that a {@link JsonReader} read last: where it stands, and what it says to whoever asks. Most strings are
 * never asked for as such, because they are names that are known, digits, or skipped.
 */
final class JsonText {
    private static final String ESCAPED = "\"\\/bfnrt";
    private static final String MEANT = "\"\\/\b\f\n\r\t";
    private static final char UNREADABLE = '\uFFFD';

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long SPACES = ONES * ' ';
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long HIGHEST_BITS = ONES << 7;

    private final JsonReader in;
    private final byte[] bytes;
    private int from;
    private int to;
    private boolean isAscii;
    private boolean isPlain;
    private String decoded = "";

    JsonText(JsonReader in, byte[] bytes) {
        this.in = in;
        this.bytes = bytes;
    }

    /** Reads from behind the opening quote to behind the closing one. */
    void read() {
        from = in.at();
        isPlain = true;
        isAscii = true;
        for (byte b = in.nextSpecial(); b != '"'; b = in.nextSpecial()) {
            if (b == '\\') {
                isPlain = false;
                skipEscape();
            } else {
                in.require(b < 0 || b >= ' ');
                isAscii &= b >= 0;
            }
        }
        to = in.at() - 1;
        // What is no UTF-8 is refused even where nobody wants to know.
        decoded = isAscii ? "" : strictlyDecoded();
    }

    /** The first place from there on where no plain character of a string stands, or where too few are left to tell. */
    static int endOfPlain(byte[] bytes, int from) {
        int at = from;
        while (at <= bytes.length - Long.BYTES) {
            long word = (long) WORDS.get(bytes, at);
            // The highest bit of a byte says: less than a space, a quote, a backslash, or no ASCII. A byte that is one
            // of these may spoil those after it, never those before.
            long special = (word - SPACES | (word ^ QUOTES) - ONES | (word ^ BACKSLASHES) - ONES | word) & HIGHEST_BITS;
            if (special != 0) {
                return at + Long.numberOfTrailingZeros(special) / Byte.SIZE;
            }
            at += Long.BYTES;
        }
        return at;
    }

    /** Whether it says that, in UTF-8. */
    boolean is(byte[] utf8) {
        return isPlain
                ? Arrays.equals(bytes, from, to, utf8, 0, utf8.length)
                : Arrays.equals(toString().getBytes(StandardCharsets.UTF_8), utf8);
    }

    /** How many bytes it takes here, escapes and all. */
    int size() {
        return to - from;
    }

    /** The byte at a place, as it was written. */
    byte byteAt(int index) {
        return bytes[from + index];
    }

    /** What it says. */
    @Override
    public String toString() {
        String text = isAscii ? new String(bytes, from, to - from, StandardCharsets.ISO_8859_1) : decoded;
        return isPlain ? text : withoutEscapes(text);
    }

    /** Strictly, because the bytes are hashed and sent on: two machines must never read two texts from them. */
    private String strictlyDecoded() {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        // The replacement stands for what could not be read, unless it was written there.
        if (text.indexOf(UNREADABLE) >= 0) {
            byte[] again = text.getBytes(StandardCharsets.UTF_8);
            if (!Arrays.equals(bytes, from, to, again, 0, again.length)) {
                throw new IllegalArgumentException("these bytes are no UTF-8");
            }
        }
        return text;
    }

    private void skipEscape() {
        byte escaped = in.next();
        if (escaped != 'u') {
            in.require(ESCAPED.indexOf(escaped) >= 0);
            return;
        }
        char unit = unit();
        if (Character.isHighSurrogate(unit)) {
            boolean isPair = in.next() == '\\' && in.next() == 'u' && Character.isLowSurrogate(unit());
            requireWhole(isPair);
        } else {
            requireWhole(!Character.isLowSurrogate(unit));
        }
    }

    /** An escape can name half of a pair; such a text has no UTF-8 form and would not survive being sent on. */
    private static void requireWhole(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("whole characters are expected, not half of a pair of surrogates");
        }
    }

    private char unit() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(in.next(), 16);
            in.require(digit >= 0);
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    private static String withoutEscapes(String text) {
        var plain = new StringBuilder(text.length());
        int done = 0;
        for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', done)) {
            plain.append(text, done, at);
            char escaped = text.charAt(at + 1);
            if (escaped == 'u') {
                plain.append((char) Integer.parseInt(text, at + 2, at + 6, 16));
                done = at + 6;
            } else {
                plain.append(MEANT.charAt(ESCAPED.indexOf(escaped)));
                done = at + 2;
            }
        }
        return plain.append(text, done, text.length()).toString();
    }
}
