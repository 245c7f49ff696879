package dev.muster.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A record as an object: one field per component, in order, named in snake case, with {@code _ms} where it is a length
 * of time. Every field must be there, unless it is an {@link Optional}, and no other may.
 */
final class RecordForm<R extends Record> implements JsonForm<R> {
    private final int given;
    private final List<Field> fields = new ArrayList<>();
    private final Constructor<R> constructor;

    private record Field(String name, Method accessor, JsonForm<Object> form, boolean isOptional) {}

    RecordForm(Class<R> type, Function<RecordComponent, JsonForm<?>> forms) {
        this(type, forms, 0);
    }

    /** @param given how many of the first components are no fields, because whoever reads knows them already */
    RecordForm(Class<R> type, Function<RecordComponent, JsonForm<?>> forms, int given) {
        this.given = given;
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] parameters =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            this.constructor = type.getDeclaredConstructor(parameters);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has its canonical constructor", e);
        }
        for (RecordComponent component : List.of(components).subList(given, components.length)) {
            boolean isOptional = component.getType() == Optional.class;
            fields.add(
                    new Field(nameOf(component), component.getAccessor(), untyped(forms.apply(component)), isOptional));
        }
    }

    @Override
    public void write(R value, JsonGenerator out) throws IOException {
        out.writeStartObject();
        writeFields(value, out);
        out.writeEndObject();
    }

    /** The fields without the braces around them, for an object that has more. */
    void writeFields(R value, JsonGenerator out) throws IOException {
        for (Field field : fields) {
            out.writeFieldName(field.name());
            field.form().write(valueOf(field, value), out);
        }
    }

    @Override
    public R read(JsonNode node) {
        return read(node, 0);
    }

    /**
     * @param others how many fields the object has beside these, looked at by the caller
     * @param known the first components, which are no fields
     */
    R read(JsonNode node, int others, Object... known) {
        ScalarForms.require(node.isObject(), "an object", node);
        Object[] arguments = Arrays.copyOf(known, given + fields.size());
        int present = others;
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            JsonNode value = node.path(field.name());
            present += value.isMissingNode() ? 0 : 1;
            if (value.isMissingNode() && !field.isOptional()) {
                throw new IllegalArgumentException("the field " + field.name() + " is missing");
            }
            arguments[given + i] = field.form().read(value);
        }
        if (present != node.size()) {
            throw new IllegalArgumentException("there are fields that do not belong here");
        }
        return make(arguments);
    }

    private R make(Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException("a constructor of ours failed", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records of ours can be made", e);
        }
    }

    private static Object valueOf(Field field, Record value) {
        try {
            return field.accessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records of ours can be read", e);
        }
    }

    private static String nameOf(RecordComponent component) {
        String name = ScalarForms.snakeCase(component.getName());
        boolean isDuration = component.getGenericType().getTypeName().contains(Duration.class.getName());
        return isDuration ? name + "_ms" : name;
    }

    @SuppressWarnings("unchecked") // The form was made for the component whose value it gets.
    private static JsonForm<Object> untyped(JsonForm<?> form) {
        return (JsonForm<Object>) form;
    }

    /** A component that may be missing: null or nothing at all for empty. */
    static <T> JsonForm<Optional<T>> optional(JsonForm<T> form) {
        return new JsonForm<>() {
            @Override
            public void write(Optional<T> value, JsonGenerator out) throws IOException {
                if (value.isPresent()) {
                    form.write(value.get(), out);
                } else {
                    out.writeNull();
                }
            }

            @Override
            public Optional<T> read(JsonNode node) {
                return node.isNull() || node instanceof MissingNode ? Optional.empty() : Optional.of(form.read(node));
            }
        };
    }

    /** Several in order. */
    static <T> JsonForm<List<T>> list(JsonForm<T> form) {
        return new JsonForm<>() {
            @Override
            public void write(List<T> values, JsonGenerator out) throws IOException {
                out.writeStartArray();
                for (T value : values) {
                    form.write(value, out);
                }
                out.writeEndArray();
            }

            @Override
            public List<T> read(JsonNode node) {
                ScalarForms.require(node.isArray(), "a list", node);
                List<T> values = new ArrayList<>(node.size());
                node.forEach(item -> values.add(form.read(item)));
                return values;
            }
        };
    }
}
