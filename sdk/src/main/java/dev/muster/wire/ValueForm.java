package dev.muster.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.muster.domain.LobbyLimits;
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

    /** More weigh more than any value may, wherever it stands. */
    private static final int PARTS_MAX = LobbyLimits.COMMAND_VALUE_WEIGHT_MAX / Value.PART_WEIGHT;

    @Override
    public void write(Value value, JsonGenerator out) throws IOException {
        try {
            value.match(new Writer(out));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public Value read(JsonReader in) {
        return new Reading(in).value();
    }

    /** One reading: it counts, so that many small parts are refused before they fill the memory. */
    private static final class Reading {
        private final JsonReader in;
        private int parts;

        Reading(JsonReader in) {
            this.in = in;
        }

        Value value() {
            if (++parts > PARTS_MAX) {
                throw new IllegalArgumentException("a value has at most " + PARTS_MAX + " parts");
            }
            return switch (in.peek()) {
                case '{' -> entries();
                case '[' -> items();
                case '"' -> Value.of(in.text());
                case 't', 'f' -> Value.of(in.bool());
                case 'n' -> none();
                default -> Value.of(in.number());
            };
        }

        private Value none() {
            in.nothing();
            return Value.none();
        }

        private Value entries() {
            Map<String, Value> entries = new HashMap<>();
            in.openObject();
            while (in.nextField()) {
                String name = in.name();
                if (entries.put(name, value()) != null) {
                    throw JsonReader.twice(name);
                }
            }
            return Value.of(entries);
        }

        private Value items() {
            List<Value> items = new ArrayList<>();
            in.openList();
            while (in.nextItem()) {
                items.add(value());
            }
            return Value.of(items);
        }
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
