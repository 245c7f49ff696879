package dev.muster.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * How one type is written as JSON and read back. Reading is strict and throws an {@link IllegalArgumentException} that
 * says what was expected; what was written by {@link #write} is always read back as an equal value.
 */
interface JsonForm<T> {
    void write(T value, JsonGenerator out) throws IOException;

    T read(JsonReader in);
}
