package dev.muster.domain;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * An immutable map that keeps the order of insertion, for the few dozen entries a lobby has.
 *
 * <p>Replacing a value copies one array of references and shares the rest, so an event that touches one entry costs
 * tens of nanoseconds; only adding or removing a key rebuilds the index. Two maps are equal if they hold equal entries
 * in the same order, because order is meaning here: who was admitted first, what is played next.
 */
final class OrderedMap<K, V> {
    private static final OrderedMap<?, ?> EMPTY = new OrderedMap<>(new Object[0], new Object[0]);
    private static final int ABSENT = -1;

    private final Object[] keys;
    private final Object[] values;

    /** Open addressing, at most half full; a cell holds a position + 1, and 0 where it is free. */
    private final short[] cells;

    private OrderedMap(Object[] keys, Object[] values) {
        this(keys, values, indexOf(keys));
    }

    private OrderedMap(Object[] keys, Object[] values, short[] cells) {
        this.keys = keys;
        this.values = values;
        this.cells = cells;
    }

    @SuppressWarnings("unchecked") // An empty map holds nothing of any type.
    static <K, V> OrderedMap<K, V> empty() {
        return (OrderedMap<K, V>) EMPTY;
    }

    /** The values in order, under the keys that {@code keyOf} finds. Of two with one key the later counts. */
    static <K, V> OrderedMap<K, V> of(List<? extends V> values, Function<? super V, ? extends K> keyOf) {
        Object[] keys = new Object[values.size()];
        Object[] kept = new Object[values.size()];
        short[] cells = cellsFor(values.size());
        int count = 0;
        for (V value : values) {
            Object key = keyOf.apply(value);
            int cell = cellOf(key, keys, cells);
            if (cells[cell] == 0) {
                keys[count] = key;
                cells[cell] = (short) ++count;
            }
            kept[cells[cell] - 1] = value;
        }
        return new OrderedMap<>(Arrays.copyOf(keys, count), Arrays.copyOf(kept, count), cells);
    }

    int size() {
        return keys.length;
    }

    boolean isEmpty() {
        return keys.length == 0;
    }

    boolean containsKey(K key) {
        return position(key) != ABSENT;
    }

    Optional<V> find(K key) {
        int position = position(key);
        return position == ABSENT ? Optional.empty() : Optional.of(value(position));
    }

    /** The value of a key that is known to be there. */
    V get(K key) {
        return value(existing(key));
    }

    /** The map with {@code value} under {@code key}: in the place it had, or as the last entry. */
    OrderedMap<K, V> with(K key, V value) {
        int position = position(key);
        return position == ABSENT ? appended(key, value) : replaced(position, value);
    }

    OrderedMap<K, V> without(K key) {
        int position = position(key);
        return position == ABSENT ? this : new OrderedMap<>(cutOut(keys, position), cutOut(values, position));
    }

    /** The map with an entry that it has at another place among the others. */
    OrderedMap<K, V> moved(K key, int target) {
        int position = existing(key);
        return new OrderedMap<>(shifted(keys, position, target), shifted(values, position, target));
    }

    /** The map with every value put through {@code change}. */
    OrderedMap<K, V> mapped(UnaryOperator<V> change) {
        Object[] changed = new Object[values.length];
        for (int position = 0; position < changed.length; position++) {
            changed[position] = change.apply(value(position));
        }
        return new OrderedMap<>(keys, changed, cells);
    }

    int positionOf(K key) {
        return existing(key);
    }

    /** The values in order, as an immutable view. */
    List<V> values() {
        return new Values<>(this);
    }

    /** The first value that passes; cheaper than a stream on the way of every command. */
    Optional<V> first(Predicate<? super V> test) {
        for (int position = 0; position < values.length; position++) {
            V value = value(position);
            if (test.test(value)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OrderedMap<?, ?> map
                && Arrays.equals(keys, map.keys)
                && Arrays.equals(values, map.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return values().toString();
    }

    private OrderedMap<K, V> replaced(int position, V value) {
        Object[] changed = values.clone();
        changed[position] = value;
        return new OrderedMap<>(keys, changed, cells);
    }

    private OrderedMap<K, V> appended(K key, V value) {
        Object[] moreKeys = Arrays.copyOf(keys, keys.length + 1);
        Object[] moreValues = Arrays.copyOf(values, values.length + 1);
        moreKeys[keys.length] = key;
        moreValues[values.length] = value;
        if (moreKeys.length * 2 > cells.length) {
            return new OrderedMap<>(moreKeys, moreValues);
        }
        short[] moreCells = cells.clone();
        enter(moreCells, moreKeys, keys.length);
        return new OrderedMap<>(moreKeys, moreValues, moreCells);
    }

    private int existing(K key) {
        int position = position(key);
        if (position == ABSENT) {
            throw new IllegalArgumentException("no entry " + key);
        }
        return position;
    }

    private int position(K key) {
        return cells[cellOf(key, keys, cells)] - 1;
    }

    @SuppressWarnings("unchecked") // Only values of type V are ever put in.
    private V value(int position) {
        return (V) values[position];
    }

    /** The cell that holds the position of a key; a free one where there is no such key. */
    private static int cellOf(Object key, Object[] keys, short[] cells) {
        int mask = cells.length - 1;
        int cell = spread(key) & mask;
        while (cells[cell] != 0 && !keys[cells[cell] - 1].equals(key)) {
            cell = (cell + 1) & mask;
        }
        return cell;
    }

    private static short[] cellsFor(int count) {
        if (count > Short.MAX_VALUE) {
            throw new IllegalArgumentException("this map is for a few dozen entries, not for " + count);
        }
        return new short[Integer.highestOneBit(Math.max(1, count)) * 4];
    }

    private static short[] indexOf(Object[] keys) {
        short[] cells = cellsFor(keys.length);
        for (int position = 0; position < keys.length; position++) {
            enter(cells, keys, position);
        }
        return cells;
    }

    private static void enter(short[] cells, Object[] keys, int position) {
        int mask = cells.length - 1;
        int cell = spread(keys[position]) & mask;
        while (cells[cell] != 0) {
            cell = (cell + 1) & mask;
        }
        cells[cell] = (short) (position + 1);
    }

    private static int spread(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }

    private static Object[] cutOut(Object[] array, int position) {
        Object[] shorter = new Object[array.length - 1];
        System.arraycopy(array, 0, shorter, 0, position);
        System.arraycopy(array, position + 1, shorter, position, shorter.length - position);
        return shorter;
    }

    private static Object[] shifted(Object[] array, int from, int to) {
        Object[] changed = array.clone();
        if (from < to) {
            System.arraycopy(array, from + 1, changed, from, to - from);
        } else {
            System.arraycopy(array, to, changed, to + 1, from - to);
        }
        changed[to] = array[from];
        return changed;
    }

    private static final class Values<V> extends AbstractList<V> implements RandomAccess {
        private final OrderedMap<?, V> map;

        Values(OrderedMap<?, V> map) {
            this.map = map;
        }

        @Override
        public V get(int index) {
            return map.value(index);
        }

        @Override
        public int size() {
            return map.size();
        }
    }
}
