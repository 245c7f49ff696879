package dev.muster.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.domain.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Data of games: any JSON, within the bounds of {@link Value}. */
final class ValueForm implements JsonForm<Value> {
    /** Whole numbers up to here are written as such, and read back the same by everybody. */
    private static final double WHOLE_MAX = Value.EXACT_NUMBER_MAX;

    @Override
    public void write(Value value, JsonGenerator out) throws IOException {
        try {
            value.match(new Writer(out));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public Value read(JsonNode node) {
        if (node.isObject()) {
            Map<String, Value> entries = new HashMap<>();
            node.properties().forEach(field -> entries.put(field.getKey(), read(field.getValue())));
            return Value.of(entries);
        }
        if (node.isArray()) {
            List<Value> values = new ArrayList<>(node.size());
            node.forEach(item -> values.add(read(item)));
            return Value.of(values);
        }
        if (node.isNumber()) {
            return Value.of(node.doubleValue());
        }
        if (node.isBoolean()) {
            return Value.of(node.booleanValue());
        }
        return node.isNull() ? Value.none() : Value.of(ScalarForms.TEXT.read(node));
    }

    private record Writer(JsonGenerator out) implements Value.Cases<Void> {
        @Override
        public Void ofNull() {
            return written(out::writeNull);
        }

        @Override
        public Void ofBool(boolean value) {
            return written(() -> out.writeBoolean(value));
        }

        @Override
        public Void ofNumber(double value) {
            boolean isWhole = value == Math.rint(value) && Math.abs(value) <= WHOLE_MAX;
            return isWhole ? written(() -> out.writeNumber((long) value)) : written(() -> out.writeNumber(value));
        }

        @Override
        public Void ofText(String value) {
            return written(() -> out.writeString(value));
        }

        @Override
        public Void ofList(List<Value> values) {
            return written(() -> {
                out.writeStartArray();
                values.forEach(item -> item.match(this));
                out.writeEndArray();
            });
        }

        @Override
        public Void ofMap(Map<String, Value> entries) {
            return written(() -> {
                out.writeStartObject();
                for (Map.Entry<String, Value> entry : entries.entrySet()) {
                    out.writeFieldName(entry.getKey());
                    entry.getValue().match(this);
                }
                out.writeEndObject();
            });
        }

        @SuppressWarnings("NullAway") // Void has no value but null.
        private static Void written(Step step) {
            try {
                step.run();
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
