package dev.muster.signalling.server.wire;

import dev.muster.signalling.server.wire.ClientMessage.KeepAlive;
import dev.muster.signalling.server.wire.ClientMessage.Signal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Accepts what the stock server's parser accepts, and refuses what it refuses: fields in any order, unknown
 * fields inside {@code Signal}, the array form, and every spelling of an id; but no second top-level key and
 * no field twice.
 */
final class ClientMessageReader {
    private static final String KEEP_ALIVE = "KeepAlive";
    private static final String SIGNAL = "Signal";
    private static final KeepAlive ALIVE = new KeepAlive();

    private final JsonCursor json;
    private @Nullable UUID receiver;
    private @Nullable String data;

    private ClientMessageReader(JsonCursor json) {
        this.json = json;
    }

    static ClientMessage read(JsonCursor json) throws MalformedMessage {
        ClientMessage message = new ClientMessageReader(json).message();
        json.expectEnd();
        return message;
    }

    private ClientMessage message() throws MalformedMessage {
        if (json.peek() == '"') {
            expectVariant(json.string(), KEEP_ALIVE);
            return ALIVE;
        }
        json.open('{');
        String variant = json.string();
        json.expect(':');
        ClientMessage message;
        if (variant.equals(KEEP_ALIVE)) {
            json.skipNull();
            message = ALIVE;
        } else {
            expectVariant(variant, SIGNAL);
            message = signal();
        }
        json.close('}');
        return message;
    }

    private Signal signal() throws MalformedMessage {
        if (json.peek() == '[') {
            json.open('[');
            readReceiver();
            json.expect(',');
            readData();
            json.close(']');
        } else {
            readFields();
        }
        if (receiver == null || data == null) {
            throw new MalformedMessage("a Signal needs a receiver and data");
        }
        return new Signal(receiver, data);
    }

    private void readFields() throws MalformedMessage {
        json.open('{');
        if (json.peek() != '}') {
            do {
                String field = json.string();
                json.expect(':');
                readField(field);
            } while (json.take(','));
        }
        json.close('}');
    }

    private void readField(String field) throws MalformedMessage {
        switch (field) {
            case "receiver" -> readReceiver();
            case "data" -> readData();
            default -> json.skipValue();
        }
    }

    private void readReceiver() throws MalformedMessage {
        refuseTwice(receiver, "receiver");
        if (json.peek() != '"') {
            throw new MalformedMessage("the receiver is not a string");
        }
        receiver = PeerIds.parse(json.string()).orElseThrow(() -> new MalformedMessage("the receiver is not a UUID"));
    }

    private void readData() throws MalformedMessage {
        refuseTwice(data, "data");
        json.peek();
        int from = json.position();
        json.skipValue();
        data = json.slice(from);
    }

    private static void refuseTwice(@Nullable Object value, String field) throws MalformedMessage {
        if (value != null) {
            throw new MalformedMessage("the field " + field + " is there twice");
        }
    }

    private static void expectVariant(String variant, String expected) throws MalformedMessage {
        if (!variant.equals(expected)) {
            throw new MalformedMessage("not a message of the Matchbox protocol");
        }
    }
}
