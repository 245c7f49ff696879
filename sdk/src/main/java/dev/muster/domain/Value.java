package dev.muster.domain;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Data of a game that the lobby carries without looking inside: the configuration of an activity, a result, a property.
 *
 * <p>Immutable. Nesting is bounded by {@link LobbyLimits#VALUE_DEPTH_MAX}, checked where a list or a map is made, so a
 * value that exists can be walked without fear for the stack. Size is bounded where a value enters the lobby, by {@link
 * #weight()}.
 */
public sealed interface Value {
    /** The largest whole number that every machine reads back unchanged. */
    double EXACT_NUMBER_MAX = 9_007_199_254_740_992.0;

    /** One method per kind of value. */
    interface Cases<R> {
        R ofNull();

        R ofBool(boolean value);

        R ofNumber(double value);

        R ofText(String value);

        R ofList(List<Value> values);

        R ofMap(Map<String, Value> entries);
    }

    <R> R match(Cases<R> cases);

    /** The bytes this takes at most when written down as JSON in UTF-8, escapes included. */
    int weight();

    /** How many lists and maps lie around the innermost value; 0 for anything that is neither. */
    default int depth() {
        return 0;
    }

    /** What each part costs beside its text. */
    int PART_WEIGHT = 8;

    /** The longest a number can be when written down. */
    int NUMBER_WEIGHT = 25;

    /** Nothing. */
    static Value none() {
        return Null.INSTANCE;
    }

    static Value of(String text) {
        return new Text(text);
    }

    static Value of(double number) {
        return new Num(number);
    }

    static Value of(boolean bool) {
        return new Bool(bool);
    }

    static Value of(List<Value> values) {
        return new Items(values);
    }

    static Value of(Map<String, Value> entries) {
        return new Fields(entries);
    }

    /** The entry under {@code key} if this is a map that has it, else {@link #none()}. */
    default Value at(String key) {
        return none();
    }

    /** Nothing. */
    record Null() implements Value {
        private static final Null INSTANCE = new Null();

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.ofNull();
        }

        @Override
        public int weight() {
            return PART_WEIGHT;
        }
    }

    /** True or false. */
    record Bool(boolean value) implements Value {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.ofBool(value);
        }

        @Override
        public int weight() {
            return PART_WEIGHT;
        }
    }

    /**
     * A finite number of at most 2⁵³ in size; negative zero becomes zero, because not every machine tells them apart.
     */
    record Num(double value) implements Value {
        public Num {
            if (!Double.isFinite(value) || Math.abs(value) > EXACT_NUMBER_MAX) {
                throw new IllegalArgumentException("a number must be finite and at most 2^53 in size, got " + value);
            }
            value = value == 0.0 ? 0.0 : value;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.ofNumber(value);
        }

        @Override
        public int weight() {
            return NUMBER_WEIGHT;
        }
    }

    /** Text of whole characters: a lone half of a surrogate pair is refused, since it cannot be written as UTF-8. */
    record Text(String value) implements Value {
        public Text {
            TextRules.requireWellFormed(value);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.ofText(value);
        }

        @Override
        public int weight() {
            return PART_WEIGHT + writtenLength(value);
        }
    }

    /** Values in order. */
    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
            requireDepth(depthAround(values));
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.ofList(values);
        }

        @Override
        public int weight() {
            int weight = PART_WEIGHT;
            for (Value value : values) {
                weight = saturatedSum(weight, value.weight());
            }
            return weight;
        }

        @Override
        public int depth() {
            return depthAround(values);
        }
    }

    /** Values by key, kept in the order of the keys, so that every machine walks them alike. */
    record Fields(Map<String, Value> entries) implements Value {
        public Fields {
            var sorted = new TreeMap<String, Value>(entries);
            sorted.forEach((key, value) -> {
                TextRules.requireWellFormed(key);
                Objects.requireNonNull(value, key);
            });
            entries = Collections.unmodifiableMap(sorted);
            requireDepth(depthAround(entries.values()));
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.ofMap(entries);
        }

        @Override
        public Value at(String key) {
            return entries.getOrDefault(key, none());
        }

        @Override
        public int weight() {
            int weight = PART_WEIGHT;
            for (Map.Entry<String, Value> entry : entries.entrySet()) {
                int keyWeight = saturatedSum(PART_WEIGHT, writtenLength(entry.getKey()));
                weight = saturatedSum(
                        weight, saturatedSum(keyWeight, entry.getValue().weight()));
            }
            return weight;
        }

        @Override
        public int depth() {
            return depthAround(entries.values());
        }
    }

    private static int depthAround(Iterable<Value> values) {
        int deepest = 0;
        for (Value value : values) {
            deepest = Math.max(deepest, value.depth());
        }
        return deepest + 1;
    }

    private static void requireDepth(int depth) {
        if (depth > LobbyLimits.VALUE_DEPTH_MAX) {
            throw new IllegalArgumentException("lists and maps may be nested " + LobbyLimits.VALUE_DEPTH_MAX
                    + " deep, this one is " + depth + "; flatten the data");
        }
    }

    /** Bytes in UTF-8, where a control character is written as six and a quote or a backslash as two. */
    private static int writtenLength(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length += c < 0x20 ? 6 : c == '"' || c == '\\' ? 2 : 1;
            } else {
                // Either half of a pair counts for two of the four bytes that both take.
                length += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, length);
    }

    private static int saturatedSum(int a, int b) {
        return (int) Math.min(Integer.MAX_VALUE, (long) a + b);
    }
}
