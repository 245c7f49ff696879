package dev.muster.domain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes a value apart down to plain Java and builds it again, as a codec would. */
final class ValueCopy implements Value.Cases<Value> {
    @Override
    public Value ofNull() {
        return Value.none();
    }

    @Override
    public Value ofBool(boolean value) {
        return Value.of(value);
    }

    @Override
    public Value ofNumber(double value) {
        return Value.of(value);
    }

    @Override
    public Value ofText(String value) {
        return Value.of(value);
    }

    @Override
    public Value ofList(List<Value> values) {
        return Value.of(values.stream().map(value -> value.match(this)).toList());
    }

    @Override
    public Value ofMap(Map<String, Value> entries) {
        Map<String, Value> copy = new LinkedHashMap<>();
        entries.forEach((key, value) -> copy.put(key, value.match(this)));
        return Value.of(copy);
    }
}
