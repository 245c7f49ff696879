package dev.muster.wire;

import java.nio.charset.StandardCharsets;

/**
 * Reads JSON in UTF-8 from front to back, once and strictly, without building a tree: whoever reads says at each place
 * what has to stand there. Everything else is an {@link IllegalArgumentException} that says what was expected.
 *
 * <p>Our own, because the cost of an event on its way through a session is mostly that of reading it, because hashes
 * need the exact bytes of what stands inside a message, and because strict means more here than a library's strictest:
 * no other encoding, no byte order mark, no half of a pair of surrogates, nothing but UTF-8 in what is skipped.
 */
final class JsonReader {
    /** The longest number: more than any double needs, and little to compute with. */
    static final int NUMBER_CHARS_MAX = 32;

    /** No whole number is further from zero: all machines read up to here alike. */
    static final long WHOLE_MAX = 1L << 53;

    /** Any whole number of so many characters fits into 64 bits. */
    private static final int WHOLE_CHARS_MAX = 18;

    private static final int EXCERPT_BYTES_MAX = 64;

    private final byte[] bytes;
    private final int nestingMax;
    private int at;
    private int nesting;
    private boolean isFresh;

    private final JsonText name;
    private final JsonText text;

    JsonReader(byte[] bytes, int nestingMax) {
        this.bytes = bytes;
        this.nestingMax = nestingMax;
        this.name = new JsonText(this, bytes);
        this.text = new JsonText(this, bytes);
    }

    /** What kind of value comes next, by its first character. */
    byte peek() {
        while (at < bytes.length) {
            byte b = bytes[at];
            if (!isSpace(b)) {
                return b;
            }
            at++;
        }
        throw malformed();
    }

    boolean isNull() {
        return peek() == 'n';
    }

    /** Enters an object; then {@link #nextField} until it says no. */
    void openObject() {
        open('{', "an object");
    }

    /** Enters a list; then {@link #nextItem} until it says no. */
    void openList() {
        open('[', "a list");
    }

    /** Goes to the next field of the innermost object and reads its name; false if there is none, and leaves it. */
    boolean nextField() {
        if (!hasNext('}')) {
            return false;
        }
        readString(name);
        require(peek() == ':');
        at++;
        return true;
    }

    /** Goes to the next item of the innermost list; false if there is none, and leaves it. */
    boolean nextItem() {
        return hasNext(']');
    }

    /** Whether the field just reached has that name, in UTF-8. */
    boolean nameIs(byte[] utf8) {
        return name.is(utf8);
    }

    /** The name of the field just reached. */
    String name() {
        return name.toString();
    }

    String text() {
        readText();
        return text.toString();
    }

    /** Reads a string that is never looked at as one: see {@link JsonText}. */
    JsonText readText() {
        expect(peek() == '"', "a string");
        readString(text);
        return text;
    }

    boolean bool() {
        byte first = peek();
        expect(first == 't' || first == 'f', "true or false");
        literal(first == 't' ? "true" : "false");
        return first == 't';
    }

    void nothing() {
        expect(isNull(), "null");
        literal("null");
    }

    /** A number without fraction or exponent, at most {@link #WHOLE_MAX} from zero. */
    long whole() {
        byte first = peek();
        int from = at;
        expect((first == '-' || isDigit(first)) && skipNumber(), from, "a whole number");
        expect(at - from <= WHOLE_CHARS_MAX, from, "a whole number up to 2^53");
        long number = wholeFrom(from);
        expect(Math.abs(number) <= WHOLE_MAX, from, "a whole number up to 2^53");
        return number;
    }

    /** Any number. */
    double number() {
        byte first = peek();
        int from = at;
        expect(first == '-' || isDigit(first), "a number");
        boolean isWhole = skipNumber();
        return isWhole && at - from <= WHOLE_CHARS_MAX
                ? wholeFrom(from)
                : Double.parseDouble(new String(bytes, from, at - from, StandardCharsets.ISO_8859_1));
    }

    /** Passes over one value, of which only the form is looked at. */
    void skip() {
        switch (peek()) {
            case '{' -> {
                openObject();
                while (nextField()) {
                    skip();
                }
            }
            case '[' -> {
                openList();
                while (nextItem()) {
                    skip();
                }
            }
            case '"' -> readString(text);
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> skipNumber();
        }
    }

    /** Passes over one value and gives its bytes as they are, without the space around them. */
    RawJson slice(int bytesMax) {
        peek();
        int from = at;
        skip();
        if (at - from > bytesMax) {
            throw new IllegalArgumentException("at most " + bytesMax + " bytes are read here, not " + (at - from));
        }
        return RawJson.copyOf(bytes, from, at);
    }

    /**
     * The string in that field of the object that comes next, which stays to be read.
     *
     * @throws IllegalArgumentException where the next value is no object with such a field
     */
    String ahead(byte[] field) {
        peek();
        int from = at;
        int around = nesting;
        if (bytes[at] == '{') {
            openObject();
            while (nextField()) {
                if (nameIs(field)) {
                    String found = text();
                    at = from;
                    nesting = around;
                    isFresh = false;
                    return found;
                }
                skip();
            }
        } else {
            skip();
        }
        throw new IllegalArgumentException(
                "a string is expected in the field " + new String(field, StandardCharsets.UTF_8) + " of an object");
    }

    /** Nothing may follow. */
    void end() {
        while (at < bytes.length && isSpace(bytes[at])) {
            at++;
        }
        require(at == bytes.length);
    }

    /** The next byte, whatever it is. */
    byte next() {
        require(at < bytes.length);
        return bytes[at++];
    }

    /** The next byte that may be no plain character of a string, past those that surely are. */
    byte nextSpecial() {
        at = JsonText.endOfPlain(bytes, at);
        return next();
    }

    int at() {
        return at;
    }

    static IllegalArgumentException twice(String name) {
        return new IllegalArgumentException("no JSON as it is written here: twice the field " + Excerpt.of(name));
    }

    IllegalArgumentException malformed() {
        return new IllegalArgumentException("no JSON as it is written here: byte " + at + " of " + bytes.length);
    }

    void require(boolean holds) {
        if (!holds) {
            throw malformed();
        }
    }

    private void open(char bracket, String expected) {
        expect(peek() == bracket, expected);
        if (++nesting > nestingMax) {
            throw new IllegalArgumentException("lists and objects nest at most " + nestingMax + " deep here");
        }
        at++;
        isFresh = true;
    }

    private boolean hasNext(char close) {
        byte b = peek();
        if (b == close) {
            at++;
            nesting--;
            isFresh = false;
            return false;
        }
        if (!isFresh) {
            require(b == ',');
            at++;
            peek();
        }
        isFresh = false;
        return true;
    }

    private void readString(JsonText into) {
        require(peek() == '"');
        at++;
        into.read();
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            require(next() == word.charAt(i));
        }
    }

    /** @return whether it has neither fraction nor exponent */
    private boolean skipNumber() {
        int from = at;
        if (bytes[at] == '-') {
            at++;
        }
        int first = at;
        skipDigits();
        require(at == first + 1 || bytes[first] != '0');
        boolean isWhole = true;
        if (is('.')) {
            at++;
            skipDigits();
            isWhole = false;
        }
        if (is('e') || is('E')) {
            at++;
            at += is('+') || is('-') ? 1 : 0;
            skipDigits();
            isWhole = false;
        }
        expect(at - from <= NUMBER_CHARS_MAX, from, "a number of at most " + NUMBER_CHARS_MAX + " characters");
        return isWhole;
    }

    private void skipDigits() {
        int from = at;
        while (at < bytes.length && isDigit(bytes[at])) {
            at++;
        }
        require(at > from);
    }

    private boolean is(char c) {
        return at < bytes.length && bytes[at] == c;
    }

    private long wholeFrom(int from) {
        boolean isNegative = bytes[from] == '-';
        long number = 0;
        for (int i = isNegative ? from + 1 : from; i < at; i++) {
            number = number * 10 + (bytes[i] - '0');
        }
        return isNegative ? -number : number;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private void expect(boolean holds, String expected) {
        expect(holds, at, expected);
    }

    private void expect(boolean holds, int from, String expected) {
        if (!holds) {
            int to = Math.min(bytes.length, from + EXCERPT_BYTES_MAX);
            String found = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            throw new IllegalArgumentException(expected + " is expected, not " + Excerpt.of(found));
        }
    }
}
