package dev.muster.domain;

import java.util.Optional;

/** What a property may be, whoever it belongs to. */
final class PropertyRules {
    private PropertyRules() {}

    /** Why {@code properties} have no room for this, if they have none. */
    static Optional<Decision> refusalFor(Properties properties, String key, Value value) {
        PropertyScope scope = properties.scope();
        if (!Property.isKey(key)) {
            return Optional.of(Decision.refused(RefusalCode.INVALID_KEY, Property.KEY_RULE));
        }
        if (value.weight() > scope.weightMax()) {
            return Optional.of(Decision.refused(
                    RefusalCode.VALUE_TOO_LARGE, "A property may weigh " + scope.weightMax() + " bytes at most."));
        }
        if (properties.isFull() && properties.find(key).isEmpty()) {
            return Optional.of(Decision.refused(
                    RefusalCode.TOO_MANY_PROPERTIES,
                    "There are " + scope.countMax() + " properties already; remove one first."));
        }
        return Optional.empty();
    }

    static Decision noSuchProperty() {
        return Decision.refused(RefusalCode.NO_SUCH_PROPERTY, "There is no such property.");
    }
}
