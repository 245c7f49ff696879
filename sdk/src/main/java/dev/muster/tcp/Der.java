package dev.muster.tcp;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The few forms of DER (ITU-T X.690) that a minimal certificate needs. */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int EXPLICIT = 0xa0;
    private static final int SHORT_LENGTH_MAX = 0x7f;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return tagged(SEQUENCE, concatenated(parts));
    }

    static byte[] set(byte[]... parts) {
        return tagged(SET, concatenated(parts));
    }

    static byte[] integer(BigInteger value) {
        return tagged(INTEGER, value.toByteArray());
    }

    /** Takes the encoded bytes of an identifier; the two that are needed are constants. */
    static byte[] objectIdentifier(int... encoded) {
        byte[] bytes = new byte[encoded.length];
        for (int i = 0; i < encoded.length; i++) {
            bytes[i] = (byte) encoded[i];
        }
        return tagged(OBJECT_IDENTIFIER, bytes);
    }

    static byte[] utf8(String text) {
        return tagged(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Such as {@code 200101000000Z}. */
    static byte[] utcTime(String time) {
        return tagged(UTC_TIME, time.getBytes(StandardCharsets.US_ASCII));
    }

    /** A string of whole bytes. */
    static byte[] bitString(byte[] bytes) {
        byte[] noBitsUnused = {0};
        return tagged(BIT_STRING, concatenated(noBitsUnused, bytes));
    }

    static byte[] explicit(int number, byte[] content) {
        return tagged(EXPLICIT | number, content);
    }

    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length <= SHORT_LENGTH_MAX) {
            out.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            // A leading zero is the sign of BigInteger, and DER wants the shortest form.
            int from = length[0] == 0 ? 1 : 0;
            out.write(SHORT_LENGTH_MAX + 1 + length.length - from);
            out.write(length, from, length.length - from);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concatenated(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
