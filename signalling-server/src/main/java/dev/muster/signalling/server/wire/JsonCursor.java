package dev.muster.signalling.server.wire;

/**
 * Walks over one JSON text and checks its grammar without building anything.
 *
 * <p>It is as strict as the parser of the stock server: what it lets pass, a stock client can parse. That
 * matters because clients before 0.12 crash on an event they cannot parse, and the {@code data} of a signal
 * is passed on as it came.
 */
final class JsonCursor {
    /** Levels of nesting, the outermost included. The stock parser gives up one level later. */
    static final int DEPTH_MAX = 127;

    private static final int LONGEST_NUMBER_SURELY_FINITE = 300;
    private static final char END = '\uFFFF'; // Never part of well-formed text, so it can stand for its end.

    private final String text;
    private final int depthMax;
    private int at;
    private int depth;
    private long objectsLow; // One bit for each open level: set for an object, clear for an array.
    private long objectsHigh;

    JsonCursor(String text, int depthMax) {
        if (depthMax > DEPTH_MAX) {
            throw new IllegalArgumentException("at most " + DEPTH_MAX + " levels can be told apart, not " + depthMax);
        }
        this.text = text;
        this.depthMax = depthMax;
    }

    int position() {
        return at;
    }

    String slice(int from) {
        return text.substring(from, at);
    }

    /** The next character that is not white space, without taking it. */
    char peek() {
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return next;
            }
            at++;
        }
        return END;
    }

    boolean take(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    void expect(char expected) throws MalformedMessage {
        if (!take(expected)) {
            throw new MalformedMessage("expected '" + expected + "' at character " + at);
        }
    }

    void expectEnd() throws MalformedMessage {
        if (peek() != END || at < text.length()) {
            throw new MalformedMessage("unexpected text after the message at character " + at);
        }
    }

    /** Enters an object or array whose opening bracket is next. */
    void open(char bracket) throws MalformedMessage {
        expect(bracket);
        if (depth == depthMax) {
            throw new MalformedMessage("nested more than " + depthMax + " levels deep");
        }
        long bit = 1L << (depth & 63);
        boolean object = bracket == '{';
        if (depth < 64) {
            objectsLow = object ? (objectsLow | bit) : (objectsLow & ~bit);
        } else {
            objectsHigh = object ? (objectsHigh | bit) : (objectsHigh & ~bit);
        }
        depth++;
    }

    void close(char bracket) throws MalformedMessage {
        expect(bracket);
        depth--;
    }

    /** Takes a string and gives its content with escapes resolved. */
    String string() throws MalformedMessage {
        int from = skipString();
        String raw = text.substring(from, at - 1);
        return raw.indexOf('\\') < 0 ? raw : JsonText.unescape(raw);
    }

    void skipNull() throws MalformedMessage {
        peek();
        skipWord("null");
    }

    /** Takes one whole value of any kind. Iterative, so that deep nesting costs no stack. */
    void skipValue() throws MalformedMessage {
        int outside = depth;
        boolean valueDue = true;
        while (valueDue) {
            valueDue = beginValue() || moreAfterValue(outside);
        }
    }

    /** Takes a scalar or an empty container, or enters a container; true when another value must follow inside it. */
    private boolean beginValue() throws MalformedMessage {
        char next = peek();
        if (next == '{') {
            open('{');
            if (peek() == '}') {
                close('}');
                return false;
            }
            skipKey();
            return true;
        }
        if (next == '[') {
            open('[');
            if (peek() == ']') {
                close(']');
                return false;
            }
            return true;
        }
        skipScalar(next);
        return false;
    }

    /** After a whole value: closes what ends here; true when another value must follow. */
    private boolean moreAfterValue(int outside) throws MalformedMessage {
        while (depth > outside) {
            if (take(',')) {
                if (inObject()) {
                    skipKey();
                }
                return true;
            }
            close(inObject() ? '}' : ']');
        }
        return false;
    }

    private boolean inObject() {
        int level = depth - 1;
        return (((level < 64 ? objectsLow : objectsHigh) >>> (level & 63)) & 1) == 1;
    }

    private void skipKey() throws MalformedMessage {
        skipString();
        expect(':');
    }

    private void skipScalar(char next) throws MalformedMessage {
        switch (next) {
            case '"' -> skipString();
            case 't' -> skipWord("true");
            case 'f' -> skipWord("false");
            case 'n' -> skipWord("null");
            default -> skipNumber();
        }
    }

    private void skipWord(String word) throws MalformedMessage {
        if (!text.startsWith(word, at)) {
            throw new MalformedMessage("expected a value at character " + at);
        }
        at += word.length();
    }

    /** Takes a string and gives the position after its opening quote; the closing quote is the last character taken. */
    private int skipString() throws MalformedMessage {
        expect('"');
        int from = at;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == '"') {
                return from;
            }
            if (next < ' ') {
                throw new MalformedMessage("control character in a string at character " + (at - 1));
            }
            if (next == '\\') {
                skipEscape();
            }
        }
        throw new MalformedMessage("a string does not end");
    }

    private void skipEscape() throws MalformedMessage {
        char kind = at < text.length() ? text.charAt(at++) : END;
        if (kind == 'u') {
            char unit = JsonText.hexUnit(text, at);
            at += 4;
            if (Character.isLowSurrogate(unit)) {
                throw new MalformedMessage("half of a surrogate pair at character " + at);
            }
            if (Character.isHighSurrogate(unit)) {
                skipLowSurrogate();
            }
        } else if ("\"\\/bfnrt".indexOf(kind) < 0) {
            throw new MalformedMessage("unknown escape at character " + at);
        }
    }

    private void skipLowSurrogate() throws MalformedMessage {
        if (!text.startsWith("\\u", at) || !Character.isLowSurrogate(JsonText.hexUnit(text, at + 2))) {
            throw new MalformedMessage("half of a surrogate pair at character " + at);
        }
        at += 6;
    }

    private void skipNumber() throws MalformedMessage {
        int from = at;
        if (next() == '-') {
            at++;
        }
        if (next() == '0') {
            at++;
        } else {
            skipDigits();
        }
        boolean scaled = false;
        if (next() == '.') {
            at++;
            skipDigits();
        }
        if (next() == 'e' || next() == 'E') {
            scaled = true;
            at++;
            if (next() == '+' || next() == '-') {
                at++;
            }
            skipDigits();
        }
        if ((scaled || at - from > LONGEST_NUMBER_SURELY_FINITE)
                && Double.isInfinite(Double.parseDouble(text.substring(from, at)))) {
            throw new MalformedMessage("a number is out of range");
        }
    }

    private void skipDigits() throws MalformedMessage {
        int from = at;
        while (next() >= '0' && next() <= '9') {
            at++;
        }
        if (at == from) {
            throw new MalformedMessage("expected a value at character " + at);
        }
    }

    private char next() {
        return at < text.length() ? text.charAt(at) : END;
    }
}
