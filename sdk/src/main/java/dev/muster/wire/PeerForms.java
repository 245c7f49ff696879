package dev.muster.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyLimits;
import dev.muster.domain.Refusal;
import dev.muster.identity.FixedBytes;
import dev.muster.identity.Hash;
import dev.muster.identity.Incarnation;
import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import dev.muster.identity.SessionId;
import dev.muster.identity.Signature;
import dev.muster.wire.RecordForm.Shape;
import dev.muster.wire.Snapshot.BitWindow;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The forms of everything that stands in messages between peers. What belongs to the lobby has the form it has in
 * events; around it a later version may add fields, which this one passes over.
 */
final class PeerForms {
    private static final Shape OPEN = new Shape(0, false, true);
    private static final String LOBBY = Lobby.class.getPackageName();

    /** What stands in a message as somebody wrote it, by the name of the component, and how long it may be. */
    private static final Map<String, Integer> RAW_BYTES_MAX = Map.of(
            "event", LobbyJson.EVENT_BYTES_MAX,
            "command", LobbyJson.COMMAND_BYTES_MAX,
            "snapshot", PeerJson.SNAPSHOT_BYTES_MAX);

    /** Every list in a message, by the name of the component, and how long it may be. */
    private static final Map<String, Integer> ITEMS_MAX = Map.of(
            "events", SyncMessage.EVENTS_MAX,
            "replicated", SyncMessage.REPLICAS_MAX,
            "participants", LobbyLimits.CAPACITY_MAX,
            "authors", Snapshot.State.AUTHORS_MAX,
            "roster", LobbyLimits.CAPACITY_MAX,
            "openings", AuthorityMessage.TERMS_MAX,
            "assents", Opening.ASSENTS_MAX,
            "peers", LobbyLimits.CAPACITY_MAX,
            "followers", LobbyLimits.CAPACITY_MAX);

    private final LobbyForms lobby = new LobbyForms();
    private final Map<Type, JsonForm<?>> forms = new HashMap<>();

    PeerForms() {
        forms.put(Hash.class, digits(Hash.BYTES, Hash::new));
        forms.put(PublicKey.class, digits(PublicKey.BYTES, PublicKey::new));
        forms.put(Nonce.class, digits(Nonce.BYTES, Nonce::new));
        forms.put(Incarnation.class, digits(Incarnation.BYTES, Incarnation::new));
        forms.put(Signature.class, digits(Signature.BYTES, Signature::new));
        forms.put(BitWindow.class, window());
        forms.put(PartBytes.class, ScalarForms.mapped(ScalarForms.TEXT, PeerForms::base64, PeerForms::ofBase64));
        forms.put(UUID.class, ScalarForms.ID);
        forms.put(Long.class, ScalarForms.LONG);
        forms.put(SessionId.class, ScalarForms.mapped(ScalarForms.ID, SessionId::value, SessionId::new));
        forms.put(
                Refusal.class,
                ScalarForms.mapped(record(Refusal.class, OPEN), PeerForms::writable, Function.identity()));
        forms.put(LobbyEvent.class, new LobbyEventForm(record(LobbyEvent.class, OPEN)));
    }

    <R extends Record> RecordForm<R> record(Class<R> type, Shape shape) {
        return new RecordForm<>(type, this::of, shape);
    }

    private JsonForm<?> of(RecordComponent component) {
        if (component.getType() == RawJson.class) {
            return raw(bound(RAW_BYTES_MAX, component));
        }
        if (component.getGenericType() instanceof ParameterizedType generic) {
            JsonForm<?> element = of(generic.getActualTypeArguments()[0]);
            return component.getType() == Optional.class
                    ? RecordForm.optional(element)
                    : RecordForm.list(element, bound(ITEMS_MAX, component));
        }
        return of(component.getGenericType());
    }

    private JsonForm<?> of(Type type) {
        JsonForm<?> known = forms.get(type);
        if (known != null) {
            return known;
        }
        boolean isEnvelope = type instanceof Class<?> plain
                && plain.isRecord()
                && !plain.getPackageName().equals(LOBBY);
        JsonForm<?> made = isEnvelope ? record(((Class<?>) type).asSubclass(Record.class), OPEN) : lobby.of(type);
        forms.put(type, made);
        return made;
    }

    private static int bound(Map<String, Integer> bounds, RecordComponent component) {
        return Objects.requireNonNull(bounds.get(component.getName()), () -> component + " has no bound; add one here");
    }

    private static <B extends FixedBytes> JsonForm<B> digits(int size, Function<byte[], B> make) {
        return new JsonForm<>() {
            @Override
            public void write(B value, JsonGenerator out) throws IOException {
                out.writeString(value.toHex());
            }

            @Override
            public B read(JsonReader in) {
                return make.apply(HexDigits.bytes(in.readText(), size));
            }
        };
    }

    private static JsonForm<BitWindow> window() {
        return new JsonForm<>() {
            @Override
            public void write(BitWindow value, JsonGenerator out) throws IOException {
                out.writeString(HexDigits.of(value.bits()));
            }

            @Override
            public BitWindow read(JsonReader in) {
                byte[] bytes = HexDigits.bytes(in.readText(), Long.BYTES);
                return new BitWindow(ByteBuffer.wrap(bytes).getLong());
            }
        };
    }

    private static JsonForm<RawJson> raw(int bytesMax) {
        return new JsonForm<>() {
            @Override
            public void write(RawJson value, JsonGenerator out) throws IOException {
                JsonBytes.writeRaw(value, out);
            }

            @Override
            public RawJson read(JsonReader in) {
                return in.slice(bytesMax);
            }
        };
    }

    /** Games say why they refuse something, and may say it in halves of characters, which nobody could read. */
    private static Refusal writable(Refusal refusal) {
        byte[] utf8 = refusal.sentence().getBytes(StandardCharsets.UTF_8);
        return new Refusal(refusal.code(), new String(utf8, StandardCharsets.UTF_8));
    }

    private static String base64(PartBytes part) {
        return Base64.getEncoder().encodeToString(part.bytes());
    }

    private static PartBytes ofBase64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return PartBytes.takeOver(bytes);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Base64 with padding is expected, not " + Excerpt.of(text), e);
        }
        throw new IllegalArgumentException("Base64 with padding is expected, not " + Excerpt.of(text));
    }

    /** An event in its envelope, which names itself as the one of konnekt does. Nobody has to look at that name. */
    private record LobbyEventForm(RecordForm<LobbyEvent> fields) implements JsonForm<LobbyEvent> {
        @Override
        public void write(LobbyEvent value, JsonGenerator out) throws IOException {
            out.writeStartObject();
            out.writeStringField("type", "LobbyEvent");
            fields.writeFields(value, out);
            out.writeEndObject();
        }

        @Override
        public LobbyEvent read(JsonReader in) {
            return fields.read(in);
        }
    }
}
