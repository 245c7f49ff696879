package dev.muster.signalling.server.wire;

/** The two directions between a JSON string and the text it stands for. */
final class JsonText {
    private JsonText() {}

    /** The JSON string for a text, quotes included. */
    static String quote(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '"' || next == '\\') {
                json.append('\\').append(next);
            } else if (next < ' ' || Character.isSurrogate(next)) {
                json.append(String.format("\\u%04x", (int) next));
            } else {
                json.append(next);
            }
        }
        return json.append('"').toString();
    }

    /** The text of a JSON string that {@link JsonCursor} has found to be well formed, given without its quotes. */
    static String unescape(String raw) throws MalformedMessage {
        StringBuilder plain = new StringBuilder(raw.length());
        int at = 0;
        while (at < raw.length()) {
            char next = raw.charAt(at++);
            if (next != '\\') {
                plain.append(next);
                continue;
            }
            char kind = raw.charAt(at++);
            if (kind == 'u') {
                plain.append(hexUnit(raw, at));
                at += 4;
            } else {
                plain.append(escaped(kind));
            }
        }
        return plain.toString();
    }

    static char hexUnit(String text, int from) throws MalformedMessage {
        if (from + 4 > text.length()) {
            throw new MalformedMessage("an escape does not end");
        }
        int unit = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = PeerIds.hexDigit(text.charAt(i));
            if (digit < 0) {
                throw new MalformedMessage("an escape needs four hexadecimal digits at character " + i);
            }
            unit = (unit << 4) | digit;
        }
        return (char) unit;
    }

    private static char escaped(char kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }
}
