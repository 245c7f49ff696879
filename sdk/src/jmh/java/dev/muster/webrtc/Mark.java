package dev.muster.webrtc;

import dev.muster.transport.Payload;

/** What a measured message is for; its first byte. */
enum Mark {
    ECHO('?'),
    ECHOED('!'),
    STREAM('s'),
    END('e'),
    RATE('r');

    private final char first;

    Mark(char first) {
        this.first = first;
    }

    static Mark of(byte first) {
        for (Mark mark : values()) {
            if (mark.first == first) {
                return mark;
            }
        }
        throw new IllegalArgumentException("no mark begins with " + first);
    }

    /** This mark, then a text. */
    String before(String text) {
        return first + text;
    }

    byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        bytes[0] = (byte) first;
        return bytes;
    }

    Payload payload(int size) {
        return Payload.takeOver(bytes(size));
    }
}
