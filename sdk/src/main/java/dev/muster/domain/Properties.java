package dev.muster.domain;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The properties of a lobby or of a participant, in the order in which their keys were first set. Immutable, and within
 * the bounds of its scope.
 */
public final class Properties {
    private final PropertyScope scope;
    private final OrderedMap<String, Property> byKey;

    private Properties(PropertyScope scope, OrderedMap<String, Property> byKey) {
        this.scope = Objects.requireNonNull(scope, "scope");
        this.byKey = byKey;
    }

    public static Properties none(PropertyScope scope) {
        return new Properties(scope, OrderedMap.empty());
    }

    /**
     * Properties in order.
     *
     * @throws IllegalArgumentException where two have one key, or they are more or heavier than the scope allows
     */
    public static Properties of(PropertyScope scope, List<Property> properties) {
        Properties all = none(scope);
        for (Property property : properties) {
            if (all.byKey.containsKey(property.key())) {
                throw new IllegalArgumentException("property '" + property.key() + "' is there twice");
            }
            all = all.with(property);
        }
        return all;
    }

    public PropertyScope scope() {
        return scope;
    }

    public List<Property> all() {
        return byKey.values();
    }

    public Optional<Property> find(String key) {
        return byKey.find(key);
    }

    /** The value under {@code key}, or {@link Value#none()}. */
    public Value value(String key) {
        return byKey.find(key).map(Property::value).orElse(Value.none());
    }

    /** Whether one more key finds no room. */
    public boolean isFull() {
        return byKey.size() >= scope.countMax();
    }

    Properties with(Property property) {
        if (isFull() && !byKey.containsKey(property.key())) {
            throw new IllegalArgumentException("at most " + scope.countMax() + " properties");
        }
        if (!scope.knows(property.access())) {
            throw new IllegalArgumentException("property '" + property.key() + "' has the access of another scope");
        }
        if (property.value().weight() > scope.weightMax()) {
            throw new IllegalArgumentException(
                    "property '" + property.key() + "' weighs over " + scope.weightMax() + " bytes");
        }
        return new Properties(scope, byKey.with(property.key(), property));
    }

    Properties without(String key) {
        return new Properties(scope, byKey.without(key));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Properties properties && scope == properties.scope && byKey.equals(properties.byKey);
    }

    @Override
    public int hashCode() {
        return byKey.hashCode();
    }

    @Override
    public String toString() {
        return byKey.toString();
    }
}
