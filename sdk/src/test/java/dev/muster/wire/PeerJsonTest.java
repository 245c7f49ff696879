package dev.muster.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerJsonTest {
    private static final int SEEDS = 100;

    private static <T> T ok(Decoded<T> decoded) {
        assertInstanceOf(Decoded.Ok.class, decoded, decoded::toString);
        return ((Decoded.Ok<T>) decoded).value();
    }

    private static RawJson json(String text) {
        return RawJson.takeOver(text.getBytes(UTF_8));
    }

    private static Optional<PeerMessage> read(String text) {
        return ok(PeerJson.decode(json(text)));
    }

    @Test
    void whatWasWrittenIsReadBackAsItWas() {
        Set<Class<?>> seen = new HashSet<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            var tales = new PeerTales(seed);
            for (PeerMessage message : tales.messages()) {
                RawJson written = PeerJson.encode(message);
                assertEquals(Optional.of(message), ok(PeerJson.decode(written)), written::toString);
                seen.add(message.getClass());
            }
            Snapshot snapshot = tales.snapshot();
            assertEquals(snapshot, ok(PeerJson.decodeSnapshot(PeerJson.encodeSnapshot(snapshot))));
        }
        assertEquals(15, seen.size());
    }

    @Test
    void aTypeThatThisVersionDoesNotKnowIsPassedOver() {
        for (String text : List.of(
                "{\"type\":\"dance\",\"with\":[1,{\"deep\":null}]}", "{\"sequence\":0,\"type\":\"snapshot_req\"}")) {
            assertEquals(Optional.empty(), read(text), text);
        }
    }
}
