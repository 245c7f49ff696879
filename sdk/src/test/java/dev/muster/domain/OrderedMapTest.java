package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedMapTest {
    /** A key whose hash codes collide on purpose. */
    private record Key(int number) {
        @Override
        public int hashCode() {
            return number % 3;
        }
    }

    /** The same operations on a map of the JDK; earlier maps must not notice what happens to later ones. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void itBehavesLikeALinkedHashMapThatIsCopiedEachTime(long seed) {
        var random = new SplittableRandom(seed);
        OrderedMap<Key, Integer> map = OrderedMap.empty();
        Map<Key, Integer> model = new LinkedHashMap<>();
        for (int step = 0; step < 1_000; step++) {
            OrderedMap<Key, Integer> before = map;
            List<Integer> valuesBefore = List.copyOf(map.values());
            var key = new Key(random.nextInt(80));
            int action = random.nextInt(10);
            if (action < 5) {
                map = map.with(key, step);
                model.put(key, step);
            } else if (action < 8) {
                map = map.without(key);
                model.remove(key);
            } else if (model.containsKey(key)) {
                int target = random.nextInt(model.size());
                map = map.moved(key, target);
                model = moved(model, key, target);
            }
            assertSameEntries(model, map);
            assertEquals(valuesBefore, before.values(), "an immutable map changed");
        }
    }

    private static Map<Key, Integer> moved(Map<Key, Integer> model, Key key, int target) {
        List<Key> keys = new ArrayList<>(model.keySet());
        keys.remove(key);
        keys.add(target, key);
        Map<Key, Integer> moved = new LinkedHashMap<>();
        keys.forEach(one -> moved.put(one, model.getOrDefault(one, -1)));
        return moved;
    }

    private static void assertSameEntries(Map<Key, Integer> model, OrderedMap<Key, Integer> map) {
        assertEquals(model.size(), map.size());
        assertEquals(model.isEmpty(), map.isEmpty());
        assertEquals(List.copyOf(model.values()), map.values());
        int position = 0;
        for (Key key : model.keySet()) {
            assertEquals(position++, map.positionOf(key));
        }
        for (int number = 0; number < 80; number++) {
            var key = new Key(number);
            assertEquals(Optional.ofNullable(model.get(key)), map.find(key));
            assertEquals(model.containsKey(key), map.containsKey(key));
        }
        OrderedMap<Key, Integer> rebuilt = OrderedMap.empty();
        for (Map.Entry<Key, Integer> entry : model.entrySet()) {
            rebuilt = rebuilt.with(entry.getKey(), entry.getValue());
        }
        assertEquals(rebuilt, map);
        assertEquals(rebuilt.hashCode(), map.hashCode());
    }

    private static OrderedMap<String, Integer> abc() {
        return OrderedMap.<String, Integer>empty().with("a", 1).with("b", 2).with("c", 3);
    }

    @Test
    void equalMapsHaveEqualEntriesInTheSameOrder() {
        assertEquals(abc(), abc());
        assertNotEquals(abc(), abc().moved("a", 2));
        assertNotEquals(abc(), abc().with("a", 9));
        assertNotEquals(abc(), abc().without("c"));
        assertNotEquals(abc(), abc().without("c").with("d", 3));
        assertNotEquals(abc(), (Object) "abc");
        assertNotEquals(abc().hashCode(), abc().with("a", 9).hashCode());
        assertNotEquals(abc().hashCode(), abc().without("a").with("a", 1).hashCode());
        assertEquals("[1, 2, 3]", abc().toString());
    }

    @Test
    void everyValueIsMappedInItsPlace() {
        OrderedMap<String, Integer> doubled = abc().mapped(value -> value * 2);
        assertEquals(List.of(2, 4, 6), doubled.values());
        assertEquals(
                List.of(0, 1, 2),
                Stream.of("a", "b", "c").map(doubled::positionOf).toList());
        assertEquals(4, doubled.get("b"));
    }

    @Test
    void theFirstThatPassesIsFound() {
        assertEquals(Optional.of(2), abc().first(value -> value > 1));
        assertEquals(Optional.empty(), abc().first(value -> value > 3));
    }

    @Test
    void whatIsNotThereIsNotGivenMovedOrTakenAway() {
        OrderedMap<String, Integer> map = abc();
        assertThrows(IllegalArgumentException.class, () -> map.get("d"));
        assertThrows(IllegalArgumentException.class, () -> map.positionOf("d"));
        assertThrows(IllegalArgumentException.class, () -> map.moved("d", 0));
        assertSame(map, map.without("d"));
    }

    @Test
    void theValuesCannotBeChanged() {
        List<Integer> values = abc().values();
        assertThrows(UnsupportedOperationException.class, () -> values.set(0, 9));
        assertThrows(UnsupportedOperationException.class, () -> values.add(9));
        assertThrows(IndexOutOfBoundsException.class, () -> values.get(3));
        assertTrue(OrderedMap.empty().isEmpty());
        assertFalse(abc().isEmpty());
    }
}
