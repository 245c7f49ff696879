package dev.muster.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The records of a sealed interface and of those below it, by the names under which they are written. */
final class Family<T> {
    private final Map<String, RecordForm<Record>> byName = new HashMap<>();
    private final Map<Class<?>, String> names = new HashMap<>();
    private final UnaryOperator<String> spelling;
    private final Function<Class<Record>, RecordForm<Record>> forms;

    /** @param spelling of the records' own names */
    Family(Class<T> root, UnaryOperator<String> spelling, Function<Class<Record>, RecordForm<Record>> forms) {
        this.spelling = spelling;
        this.forms = forms;
        add(root);
    }

    String nameOf(T value) {
        return Objects.requireNonNull(names.get(value.getClass()), "a record of this family");
    }

    RecordForm<Record> formOf(T value) {
        return form(nameOf(value));
    }

    /** @throws IllegalArgumentException where there is nothing of that name in this version */
    RecordForm<Record> form(String name) {
        return find(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no " + Excerpt.of(name) + " in this version"));
    }

    Optional<RecordForm<Record>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @SuppressWarnings("unchecked") // What is no interface below a sealed one of ours is a record.
    private void add(Class<?> type) {
        if (type.isRecord()) {
            String name = spelling.apply(type.getSimpleName());
            names.put(type, name);
            byName.put(name, forms.apply((Class<Record>) type));
            return;
        }
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            add(permitted);
        }
    }
}
