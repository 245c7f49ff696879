package dev.muster.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A record as an object: one field per component, in order, named in snake case, with {@code _ms} where it is a length
 * of time. Every field must be there, unless it is an {@link Optional}, and none twice; what else may be there, the
 * {@link Shape} says.
 */
final class RecordForm<R extends Record> implements JsonForm<R> {
    /** The field that names what an object is, where one place can hold several things. */
    static final byte[] TYPE = "type".getBytes(StandardCharsets.UTF_8);

    private static final int COMPONENTS_MAX = 62;

    private final Shape shape;
    private final Field[] fields;
    private final MethodHandle constructor;
    private final long all;

    /**
     * What an object has beside the fields that its record has components for.
     *
     * @param given how many of the first components are no fields, because whoever reads knows them already
     * @param isTyped whether it has its type in a field
     * @param isOpen whether fields that nobody knows are passed over
     */
    record Shape(int given, boolean isTyped, boolean isOpen) {
        static final Shape PLAIN = new Shape(0, false, false);
    }

    /** One component. Fields are found by going through them and never compared, so the array does no harm. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Field(String name, byte[] utf8, MethodHandle accessor, JsonForm<Object> form, boolean isOptional) {}

    RecordForm(Class<R> type, Function<RecordComponent, JsonForm<?>> forms, Shape shape) {
        this.shape = shape;
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] parameters =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        this.fields = Arrays.stream(components)
                .skip(shape.given())
                .map(component -> fieldOf(component, forms))
                .toArray(Field[]::new);
        this.constructor = constructorOf(type, parameters);
        this.all = (1L << fields.length) - 1;
        if (fields.length > COMPONENTS_MAX) {
            throw new IllegalStateException(type + " has more components than are counted here");
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
    public R read(JsonReader in) {
        return read(in, new Object[0]);
    }

    /** @param known the first components, which are no fields */
    R read(JsonReader in, Object... known) {
        Object[] arguments = Arrays.copyOf(known, shape.given() + fields.length);
        long missing = all;
        boolean isTyped = false;
        int expected = 0;
        in.openObject();
        while (in.nextField()) {
            int index = indexOf(in, expected);
            if (index >= 0) {
                requireFirst((missing & 1L << index) != 0, in);
                arguments[shape.given() + index] = fields[index].form().read(in);
                missing &= ~(1L << index);
                expected = index + 1;
            } else if (shape.isTyped() && in.nameIs(TYPE)) {
                requireFirst(!isTyped, in);
                in.skip();
                isTyped = true;
            } else {
                skipUnknown(in);
            }
        }
        fillIn(missing, arguments);
        return make(arguments);
    }

    /** Which field was reached: mostly the next one, since they are written in order. */
    private int indexOf(JsonReader in, int expected) {
        for (int i = 0; i < fields.length; i++) {
            int index = expected + i < fields.length ? expected + i : expected + i - fields.length;
            if (in.nameIs(fields[index].utf8())) {
                return index;
            }
        }
        return -1;
    }

    private static void requireFirst(boolean isFirst, JsonReader in) {
        if (!isFirst) {
            throw JsonReader.twice(in.name());
        }
    }

    private void skipUnknown(JsonReader in) {
        if (!shape.isOpen()) {
            throw new IllegalArgumentException("there are fields that do not belong here: " + Excerpt.of(in.name()));
        }
        in.skip();
    }

    private void fillIn(long missing, Object[] arguments) {
        for (long left = missing; left != 0; left &= left - 1) {
            int index = Long.numberOfTrailingZeros(left);
            if (!fields[index].isOptional()) {
                throw new IllegalArgumentException("the field " + fields[index].name() + " is missing");
            }
            arguments[shape.given() + index] = Optional.empty();
        }
    }

    @SuppressWarnings("unchecked") // It is the constructor of that record.
    private R make(Object[] arguments) {
        try {
            return (R) constructor.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("records of ours throw nothing that is checked", e);
        }
    }

    private static Object valueOf(Field field, Record value) {
        try {
            return field.accessor().invokeExact(value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("records of ours can be read", e);
        }
    }

    private static <R> MethodHandle constructorOf(Class<R> type, Class<?>[] parameters) {
        try {
            Constructor<R> canonical = type.getDeclaredConstructor(parameters);
            MethodHandle handle = MethodHandles.lookup().unreflectConstructor(canonical);
            return handle.asSpreader(Object[].class, parameters.length)
                    .asType(handle.type()
                            .dropParameterTypes(0, parameters.length)
                            .changeReturnType(Record.class)
                            .appendParameterTypes(Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every record has its canonical constructor", e);
        }
    }

    private static Field fieldOf(RecordComponent component, Function<RecordComponent, JsonForm<?>> forms) {
        String name = nameOf(component);
        try {
            MethodHandle accessor = MethodHandles.lookup().unreflect(component.getAccessor());
            MethodHandle untyped = accessor.asType(
                    accessor.type().changeReturnType(Object.class).changeParameterType(0, Record.class));
            boolean isOptional = component.getType() == Optional.class;
            return new Field(
                    name, name.getBytes(StandardCharsets.UTF_8), untyped, untyped(forms.apply(component)), isOptional);
        } catch (IllegalAccessException e) {
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
            public Optional<T> read(JsonReader in) {
                if (in.isNull()) {
                    in.nothing();
                    return Optional.empty();
                }
                return Optional.of(form.read(in));
            }
        };
    }

    /** Several in order. */
    static <T> JsonForm<List<T>> list(JsonForm<T> form, int itemsMax) {
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
            public List<T> read(JsonReader in) {
                List<T> values = new ArrayList<>();
                in.openList();
                while (in.nextItem()) {
                    if (values.size() == itemsMax) {
                        throw new IllegalArgumentException("a list has at most " + itemsMax + " items here");
                    }
                    values.add(form.read(in));
                }
                return values;
            }
        };
    }
}
