package dev.muster.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** From values to bytes and back: the frame around every codec of JSON that peers speak. */
final class JsonBytes {
    private static final int FIRST_BYTES = 512;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private JsonBytes() {}

    /** What is to be written. */
    interface Writing {
        void to(JsonGenerator out) throws IOException;
    }

    static byte[] written(Writing writing) {
        var bytes = new ByteArrayOutputStream(FIRST_BYTES);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** What one document says, and nothing but that document. */
    static <T> Decoded<T> decoded(
            byte[] bytes, int bytesMax, int nestingMax, Function<JsonReader, ? extends T> reading) {
        if (bytes.length > bytesMax) {
            return new Decoded.Rejected<>("at most " + bytesMax + " bytes are read, not " + bytes.length);
        }
        try {
            var in = new JsonReader(bytes, nestingMax);
            T value = reading.apply(in);
            in.end();
            return new Decoded.Ok<>(value);
        } catch (IllegalArgumentException e) {
            return new Decoded.Rejected<>(String.valueOf(e.getMessage()));
        }
    }

    /** JSON that somebody wrote already, byte for byte. */
    static void writeRaw(RawJson raw, JsonGenerator out) throws IOException {
        out.writeRawValue(""); // Puts what has to stand between this value and the one before.
        out.flush();
        ((ByteArrayOutputStream) out.getOutputTarget()).writeBytes(raw.bytes());
    }
}
