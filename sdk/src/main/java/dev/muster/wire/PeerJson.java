package dev.muster.wire;

import dev.muster.wire.RecordForm.Shape;
import java.util.Optional;

/**
 * What peers say to each other, as JSON in UTF-8, and the snapshots they hand on.
 *
 * <p>A message is an object with its {@code type}. What was written is read back as an equal value; what somebody else
 * wrote inside, an event, a command, a snapshot, is taken out as the very bytes that stood there. Fields that this
 * version does not know are passed over. Any other bytes give a {@link Decoded.Rejected}, never an exception.
 */
public final class PeerJson {
    /** A message is never longer; one above the limit of the channel travels in parts. */
    public static final int MESSAGE_BYTES_MAX = 5 * 1024 * 1024;

    /** A snapshot is never longer. */
    public static final int SNAPSHOT_BYTES_MAX = 4 * 1024 * 1024;

    /** What is deepest is the data of a game, in a lobby, in a snapshot, in a message. */
    private static final int NESTING_MAX = 48;

    private static final Shape MESSAGE = new Shape(0, true, true);
    private static final Shape DOCUMENT = new Shape(0, false, true);
    private static final PeerForms FORMS = new PeerForms();
    private static final RecordForm<Snapshot> SNAPSHOT = FORMS.record(Snapshot.class, DOCUMENT);
    private static final Family<PeerMessage> MESSAGES =
            new Family<>(PeerMessage.class, ScalarForms::snakeCase, type -> FORMS.record(type, MESSAGE));

    private PeerJson() {}

    /**
     * The message as it travels.
     *
     * @throws IllegalArgumentException where it would be longer than {@link #MESSAGE_BYTES_MAX}, which nobody reads
     */
    public static RawJson encode(PeerMessage message) {
        byte[] bytes = JsonBytes.written(out -> {
            out.writeStartObject();
            out.writeStringField("type", MESSAGES.nameOf(message));
            MESSAGES.formOf(message).writeFields((Record) message, out);
            out.writeEndObject();
        });
        return checked("a message", bytes, MESSAGE_BYTES_MAX);
    }

    /** The message in these bytes; empty for one of a type that this version does not know. */
    public static Decoded<Optional<PeerMessage>> decode(RawJson message) {
        return JsonBytes.decoded(message.bytes(), MESSAGE_BYTES_MAX, NESTING_MAX, PeerJson::read);
    }

    /**
     * The snapshot as it is signed and travels.
     *
     * @throws IllegalArgumentException where it would be longer than {@link #SNAPSHOT_BYTES_MAX}, which nobody reads
     */
    public static RawJson encodeSnapshot(Snapshot snapshot) {
        byte[] bytes = JsonBytes.written(out -> SNAPSHOT.write(snapshot, out));
        return checked("a snapshot", bytes, SNAPSHOT_BYTES_MAX);
    }

    /** What somebody says a lobby is; whether it is one, {@link dev.muster.domain.Lobby#of} finds out. */
    public static Decoded<Snapshot> decodeSnapshot(RawJson snapshot) {
        return JsonBytes.decoded(snapshot.bytes(), SNAPSHOT_BYTES_MAX, NESTING_MAX, SNAPSHOT::read);
    }

    private static Optional<PeerMessage> read(JsonReader in) {
        Optional<RecordForm<Record>> form = MESSAGES.find(in.ahead(RecordForm.TYPE));
        if (form.isEmpty()) {
            in.skip();
            return Optional.empty();
        }
        return form.map(known -> (PeerMessage) known.read(in));
    }

    private static RawJson checked(String what, byte[] bytes, int bytesMax) {
        if (bytes.length > bytesMax) {
            throw new IllegalArgumentException(what + " has at most " + bytesMax + " bytes, this would have "
                    + bytes.length + "; send less at once");
        }
        return RawJson.takeOver(bytes);
    }
}
