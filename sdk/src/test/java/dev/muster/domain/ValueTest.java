package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
    private static Value nested(int lists, Value innermost) {
        Value value = innermost;
        for (int i = 0; i < lists; i++) {
            value = i % 2 == 0 ? Value.of(List.of(value)) : Value.of(Map.of("k", value));
        }
        return value;
    }

    @Test
    void listsAndMapsAreNestedEightDeepAndNoDeeper() {
        assertEquals(0, Value.of("x").depth());
        assertEquals(1, Value.of(List.of()).depth());
        assertEquals(8, nested(8, Value.none()).depth());
        var tooDeep = assertThrows(IllegalArgumentException.class, () -> nested(9, Value.none()));
        assertEquals("lists and maps may be nested 8 deep, this one is 9; flatten the data", tooDeep.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Value.of(Map.of("k", nested(8, Value.none()))));
        Value uneven = Value.of(List.of(nested(3, Value.none()), Value.none()));
        assertEquals(4, uneven.depth());
        assertEquals(2, Value.of(Map.of("k", Value.of(Map.of()))).depth());
    }

    @Test
    void theWeightIsTheTextAndALittleForEachPart() {
        assertEquals(8, Value.none().weight());
        assertEquals(8, Value.of(true).weight());
        assertEquals(25, Value.of(1.5).weight(), "as long as a number can be");
        assertTrue(
                Double.toString(-2.2250738585072014E-308).length()
                        < Value.of(1.5).weight(),
                "with the comma after it");
        assertEquals(8, Value.of("").weight());
        assertEquals(8 + 2, Value.of("ab").weight());
        assertEquals(8 + 2 + 4, Value.of("ä😀").weight(), "as UTF-8");
        assertEquals(8 + 8 + 9, Value.of(List.of(Value.none(), Value.of("x"))).weight());
        assertEquals(8 + 8 + 2 + 8, Value.of(Map.of("ä", Value.none())).weight());
        assertEquals(8 + 6 + 2 + 2, Value.of("\u0001\"\\").weight(), "as JSON escapes it");
    }

    /** Shared parts make it possible to build more than there is memory for. */
    @Test
    void aWeightThatNoNumberHoldsIsTheLargestThereIs() {
        Value megabyte = Value.of("x".repeat(1 << 20));
        Value heavy = Value.of(Collections.nCopies(50, Value.of(Collections.nCopies(45, megabyte))));
        assertEquals(Integer.MAX_VALUE, Value.of(Map.of("a", heavy)).weight());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -1, 0.1, 9_007_199_254_740_992.0, -9_007_199_254_740_992.0, Double.MIN_VALUE})
    void numbersThatEveryMachineReadsBackAreFine(double number) {
        assertEquals(new Value.Num(number), Value.of(number));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                9_007_199_254_740_994.0,
                -9_007_199_254_740_994.0,
                Double.MAX_VALUE
            })
    void otherNumbersAreRefused(double number) {
        assertThrows(IllegalArgumentException.class, () -> Value.of(number));
    }

    @Test
    void thereIsOneZero() {
        assertEquals(Value.of(0.0), Value.of(-0.0));
        assertEquals(0L, Double.doubleToRawLongBits(((Value.Num) Value.of(-0.0)).value()));
    }

    @Test
    void textAndKeysAreMadeOfWholeCharacters() {
        assertEquals("😀\u0000\n", ((Value.Text) Value.of("😀\u0000\n")).value());
        for (String half : List.of("\uD83D", "a\uDE00", "\uDE00\uD83D")) {
            assertThrows(IllegalArgumentException.class, () -> Value.of(half));
            assertThrows(IllegalArgumentException.class, () -> Value.of(Map.of(half, Value.none())));
        }
    }

    @Test
    void listsAndMapsAreCopiedAndCannotBeChanged() {
        List<Value> list = new ArrayList<>(List.of(Value.of(1)));
        Map<String, Value> map = new LinkedHashMap<>(Map.of("a", Value.of(1)));
        Value.Items items = new Value.Items(list);
        Value.Fields fields = new Value.Fields(map);
        list.clear();
        map.clear();
        assertEquals(1, items.values().size());
        assertEquals(1, fields.entries().size());
        assertThrows(UnsupportedOperationException.class, () -> items.values().clear());
        assertThrows(UnsupportedOperationException.class, () -> fields.entries().clear());
    }

    @Test
    void mapsAreWalkedInTheOrderOfTheirKeysWhateverOrderTheyCameIn() {
        Map<String, Value> ab = new LinkedHashMap<>();
        ab.put("b", Value.of(1));
        ab.put("a", Value.of(2));
        assertEquals(
                List.of("a", "b"), List.copyOf(new Value.Fields(ab).entries().keySet()));
        assertEquals(Value.of(Map.of("a", Value.of(2), "b", Value.of(1))), Value.of(ab));
        assertNotEquals(Value.of(Map.of("a", Value.of(2))), Value.of(ab));
    }

    @Test
    void whatIsNotThereIsNothing() {
        assertEquals(Value.none(), Value.of("text").at("key"));
        assertEquals(Value.none(), Value.of(Map.of("a", Value.of(true))).at("b"));
        assertEquals(Value.of(true), Value.of(Map.of("a", Value.of(true))).at("a"));
    }

    @Test
    void everyKindReadsBackAsItWas() {
        Value everything = Value.of(Map.of(
                "list", Value.of(List.of(Value.none(), Value.of(true), Value.of(false), Value.of(2.5))),
                "text", Value.of("ä😀")));
        assertEquals(everything, everything.match(new ValueCopy()));
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullIsNoValue() {
        assertThrows(NullPointerException.class, () -> Value.of((String) null));
        assertThrows(NullPointerException.class, () -> Value.of(Collections.singletonMap("key", null)));
        assertThrows(NullPointerException.class, () -> Value.of(Collections.singletonList((Value) null)));
        assertTrue(Value.none() instanceof Value.Null);
    }
}
