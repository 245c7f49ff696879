package dev.muster.domain;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/** The last entries of something, oldest first: an immutable list that lets its oldest entry go when it is full. */
final class Recent<E> extends AbstractList<E> implements RandomAccess {
    private final int sizeMax;
    private final Object[] entries;

    private Recent(int sizeMax, Object[] entries) {
        if (entries.length > sizeMax) {
            throw new IllegalArgumentException("at most " + sizeMax + " are kept, got " + entries.length);
        }
        this.sizeMax = sizeMax;
        this.entries = entries;
    }

    static <E> Recent<E> none(int sizeMax) {
        return new Recent<>(sizeMax, new Object[0]);
    }

    static <E> Recent<E> of(int sizeMax, List<E> entries) {
        return new Recent<>(sizeMax, List.copyOf(entries).toArray());
    }

    Recent<E> with(E entry) {
        int kept = Math.min(entries.length, sizeMax - 1);
        Object[] changed = Arrays.copyOfRange(entries, entries.length - kept, entries.length + 1);
        changed[kept] = entry;
        return new Recent<>(sizeMax, changed);
    }

    @Override
    @SuppressWarnings("unchecked") // Only entries of type E are ever put in.
    public E get(int index) {
        return (E) entries[index];
    }

    @Override
    public int size() {
        return entries.length;
    }
}
