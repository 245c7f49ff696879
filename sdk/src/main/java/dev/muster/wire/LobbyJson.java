package dev.muster.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.LobbyContents;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LoggedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Lobbies, events and commands as JSON in UTF-8. What was written is read back as an equal value; and any other bytes
 * give a {@link Decoded.Rejected}, never an exception: a field missing or too many, twice the same, a number that is
 * none, a text that is no UTF-8, a value that the lobby's own types refuse.
 *
 * <p>An event is an object with its {@code type} first. It does not name its lobby, because it always travels in an
 * envelope that does. A command is an object whose only field is the command's name.
 */
public final class LobbyJson {
    /** An event is never longer. The longest ends a run of 64 people whose results are as large as they can be. */
    public static final int EVENT_BYTES_MAX = 256 * 1024;

    /** A command is never longer. */
    public static final int COMMAND_BYTES_MAX = 64 * 1024;

    /** A lobby is never longer, with every bound full. */
    public static final int CONTENTS_BYTES_MAX = 4 * 1024 * 1024;

    private static final int NESTING_MAX = 32;
    private static final int NUMBER_CHARS_MAX = 32;
    private static final String TYPE = "type";

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(NESTING_MAX)
                            .maxDocumentLength(CONTENTS_BYTES_MAX)
                            .maxStringLength(COMMAND_BYTES_MAX)
                            .maxNumberLength(NUMBER_CHARS_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final LobbyForms FORMS = new LobbyForms();
    private static final RecordForm<LobbyContents> CONTENTS = FORMS.record(LobbyContents.class, 0);
    private static final Family<LoggedEvent> EVENTS = Family.of(LoggedEvent.class, ScalarForms::snakeCase, 1);
    private static final Family<DomainCommand> COMMANDS = Family.of(DomainCommand.class, UnaryOperator.identity(), 0);

    private LobbyJson() {}

    /** The event without the id of its lobby. */
    public static byte[] encode(LoggedEvent event) {
        return written(out -> {
            out.writeStartObject();
            out.writeStringField(TYPE, EVENTS.nameOf(event));
            EVENTS.formOf(event).writeFields((Record) event, out);
            out.writeEndObject();
        });
    }

    /** The event of that lobby in these bytes. */
    public static Decoded<LoggedEvent> decodeEvent(LobbyId lobby, byte[] bytes) {
        return decoded(bytes, EVENT_BYTES_MAX, node -> {
            String name = ScalarForms.TEXT.read(node.path(TYPE));
            return EVENTS.read(name, node, 1, lobby);
        });
    }

    public static byte[] encode(DomainCommand command) {
        return written(out -> {
            out.writeStartObject();
            out.writeFieldName(COMMANDS.nameOf(command));
            COMMANDS.formOf(command).write((Record) command, out);
            out.writeEndObject();
        });
    }

    public static Decoded<DomainCommand> decodeCommand(byte[] bytes) {
        return decoded(bytes, COMMAND_BYTES_MAX, node -> {
            ScalarForms.require(node.isObject() && node.size() == 1, "an object with one field", node);
            Map.Entry<String, JsonNode> command = node.properties().iterator().next();
            return COMMANDS.read(command.getKey(), command.getValue(), 0);
        });
    }

    public static byte[] encode(LobbyContents contents) {
        return written(out -> CONTENTS.write(contents, out));
    }

    /** What somebody says a lobby is; whether it is one, {@link dev.muster.domain.Lobby#of} finds out. */
    public static Decoded<LobbyContents> decodeContents(byte[] bytes) {
        return decoded(bytes, CONTENTS_BYTES_MAX, CONTENTS::read);
    }

    private static byte[] written(Writing writing) {
        var bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static <T> Decoded<T> decoded(byte[] bytes, int bytesMax, Function<JsonNode, ? extends T> reading) {
        if (bytes.length > bytesMax) {
            return new Decoded.Rejected<>("at most " + bytesMax + " bytes are read, not " + bytes.length);
        }
        try {
            return new Decoded.Ok<>(reading.apply(JSON.readTree(utf8(bytes))));
        } catch (CharacterCodingException e) {
            return new Decoded.Rejected<>("these bytes are no UTF-8");
        } catch (JacksonException e) {
            // The library's own message quotes the input, which is somebody's; its place says enough.
            String place =
                    e.getLocation() == null ? "too large" : e.getLocation().offsetDescription();
            return new Decoded.Rejected<>("no JSON as it is written here: " + place);
        } catch (IllegalArgumentException e) {
            return new Decoded.Rejected<>(String.valueOf(e.getMessage()));
        }
    }

    /** Strictly, because the bytes are hashed and sent on: two machines must never read two texts from them. */
    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private interface Writing {
        void to(JsonGenerator out) throws IOException;
    }

    /** The records of a sealed interface and of those below it, by the names under which they are written. */
    private record Family<T>(Class<T> root, Map<String, RecordForm<Record>> byName, Map<Class<?>, String> names) {
        static <T> Family<T> of(Class<T> root, UnaryOperator<String> spelling, int given) {
            var family = new Family<>(root, new HashMap<>(), new HashMap<>());
            family.add(root, spelling, given);
            return family;
        }

        @SuppressWarnings("unchecked") // What is no interface below a sealed one of ours is a record.
        private void add(Class<?> type, UnaryOperator<String> spelling, int given) {
            if (type.isRecord()) {
                String name = spelling.apply(type.getSimpleName());
                names.put(type, name);
                byName.put(name, FORMS.record((Class<Record>) type, given));
                return;
            }
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                add(permitted, spelling, given);
            }
        }

        String nameOf(T value) {
            return Objects.requireNonNull(names.get(value.getClass()), "a record of this family");
        }

        RecordForm<Record> formOf(T value) {
            return form(nameOf(value));
        }

        T read(String name, JsonNode node, int others, Object... known) {
            return root.cast(form(name).read(node, others, known));
        }

        private RecordForm<Record> form(String name) {
            RecordForm<Record> form = byName.get(name);
            if (form == null) {
                throw new IllegalArgumentException("there is no " + Excerpt.of(name) + " in this version");
            }
            return form;
        }
    }
}
