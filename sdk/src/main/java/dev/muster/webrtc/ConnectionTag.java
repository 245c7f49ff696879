package dev.muster.webrtc;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Names a connection in the descriptions that both peers exchange about it. Several connections may lead to one
 * peer, and the signalling protocol says only from whom a signal comes.
 *
 * @param text 16 hexadecimal digits, drawn by the offerer
 */
record ConnectionTag(String text) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

    ConnectionTag {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("the tag of a connection is 16 hexadecimal digits");
        }
    }

    static ConnectionTag draw(RandomGenerator random) {
        return new ConnectionTag(HexFormat.of().toHexDigits(random.nextLong()));
    }

    static ConnectionTag parse(String text) {
        return new ConnectionTag(text.strip());
    }

    @Override
    public String toString() {
        return text;
    }
}
