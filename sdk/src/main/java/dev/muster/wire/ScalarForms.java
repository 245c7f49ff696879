package dev.muster.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.Name;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Values that are one string, number or boolean. */
final class ScalarForms {
    static final JsonForm<Boolean> BOOL = new JsonForm<>() {
        @Override
        public void write(Boolean value, JsonGenerator out) throws IOException {
            out.writeBoolean(value);
        }

        @Override
        public Boolean read(JsonReader in) {
            return in.bool();
        }
    };

    static final JsonForm<Long> LONG = new JsonForm<>() {
        @Override
        public void write(Long value, JsonGenerator out) throws IOException {
            if (Math.abs(value) > JsonReader.WHOLE_MAX) {
                throw new IllegalArgumentException("no machine is sure to read " + value + " back: it is beyond 2^53");
            }
            out.writeNumber(value);
        }

        @Override
        public Long read(JsonReader in) {
            return in.whole();
        }
    };

    static final JsonForm<Integer> INT = mapped(LONG, Integer::longValue, ScalarForms::toInt);
    static final JsonForm<LobbyTime> LOBBY_TIME = mapped(LONG, LobbyTime::millis, LobbyTime::new);
    static final JsonForm<Duration> DURATION = mapped(LONG, Duration::toMillis, Duration::ofMillis);

    static final JsonForm<String> TEXT = new JsonForm<>() {
        @Override
        public void write(String value, JsonGenerator out) throws IOException {
            out.writeString(value);
        }

        @Override
        public String read(JsonReader in) {
            return in.text();
        }
    };

    /** The one spelling that is written, so that one id is never two texts. */
    static final JsonForm<UUID> ID = new JsonForm<>() {
        @Override
        public void write(UUID value, JsonGenerator out) throws IOException {
            out.writeString(value.toString());
        }

        @Override
        public UUID read(JsonReader in) {
            return HexDigits.id(in.readText());
        }
    };

    /** The name as it is: one that would have to be trimmed first was not written by this form. */
    static final JsonForm<Name> NAME = mapped(TEXT, Name::value, ScalarForms::toName);

    private ScalarForms() {}

    /** A form for what has a form already, seen as another type. */
    static <A, B> JsonForm<A> mapped(JsonForm<B> form, Function<A, B> toForm, Function<B, A> fromForm) {
        return new JsonForm<>() {
            @Override
            public void write(A value, JsonGenerator out) throws IOException {
                form.write(toForm.apply(value), out);
            }

            @Override
            public A read(JsonReader in) {
                return fromForm.apply(form.read(in));
            }
        };
    }

    /** Constants by the given spelling of their names. */
    static <E extends Enum<E>> JsonForm<E> constants(Class<E> type, Function<String, String> spelling) {
        Map<String, E> byWord = new HashMap<>();
        for (E constant : type.getEnumConstants()) {
            byWord.put(spelling.apply(constant.name()), constant);
        }
        return mapped(TEXT, constant -> spelling.apply(constant.name()), word -> {
            E constant = byWord.get(word);
            if (constant == null) {
                throw new IllegalArgumentException("one of "
                        + byWord.keySet().stream().sorted().toList() + " is expected, not " + Excerpt.of(word));
            }
            return constant;
        });
    }

    /** {@code ORIGINAL_HOST} as {@code OriginalHost}. */
    static String pascalCase(String constant) {
        var word = new StringBuilder();
        for (String part : constant.split("_", -1)) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }

    /** {@code ORIGINAL_HOST} as {@code original_host}. */
    static String lowerCase(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }

    /** {@code lobbyId} and {@code LobbyId} as {@code lobby_id}. */
    static String snakeCase(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static int toInt(long number) {
        if (number != (int) number) {
            throw new IllegalArgumentException("a number of 32 bits is expected, not " + number);
        }
        return (int) number;
    }

    private static Name toName(String text) {
        Name name = Name.of(text);
        if (!name.value().equals(text)) {
            throw new IllegalArgumentException("a name has no spaces around it: " + Excerpt.of(text));
        }
        return name;
    }
}
