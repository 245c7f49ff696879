package dev.muster.wire;

import dev.muster.domain.LobbyId;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.LoggedEvent;
import dev.muster.domain.ParticipantEvent.ReadyChanged;
import dev.muster.domain.ParticipantId;
import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.Incarnation;
import dev.muster.identity.PublicKey;
import dev.muster.identity.Signature;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a small event of the log costs on its way: written and read in its envelope, and read for itself. A host writes
 * each once, every guest reads it; so the goal is hundreds of thousands a second on one core, both readings together.
 */
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PeerJsonBenchmark {
    private static final LobbyId LOBBY = new LobbyId(new UUID(0x01234567_89ab_8defL, 0x8123_456789abcdefL));

    private final LoggedEvent event =
            new ReadyChanged(LOBBY, new ParticipantId(new UUID(0x76543210_fedc_8ba9L, 0x9876_543210fedcbaL)), true);
    private final PeerMessage broadcast = new SyncMessage.EventBroadcast(new LobbyEvent(
            1_234,
            LOBBY,
            new LobbyTime(5_678_901),
            1,
            new Hash(bytes(Hash.BYTES)),
            Optional.of(new Author(
                    new Actor(new PublicKey(bytes(PublicKey.BYTES)), new Incarnation(bytes(Incarnation.BYTES))), 56)),
            RawJson.takeOver(LobbyJson.encode(event))));
    private final PeerMessage head = new SyncMessage.Head(
            1,
            1_234,
            new Hash(bytes(Hash.BYTES)),
            Optional.empty(),
            new Signature(bytes(Signature.BYTES)),
            List.of(1_234L, 1_230L, 1_200L));
    private final RawJson writtenBroadcast = PeerJson.encode(broadcast);
    private final RawJson writtenHead = PeerJson.encode(head);
    private final byte[] writtenEvent = LobbyJson.encode(event);

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 37);
        }
        return bytes;
    }

    @Benchmark
    public byte[] writeEvent() {
        return LobbyJson.encode(event);
    }

    @Benchmark
    public Decoded<LoggedEvent> readEvent() {
        return LobbyJson.decodeEvent(LOBBY, writtenEvent);
    }

    @Benchmark
    public RawJson writeBroadcast() {
        return PeerJson.encode(broadcast);
    }

    @Benchmark
    public Decoded<Optional<PeerMessage>> readBroadcast() {
        return PeerJson.decode(writtenBroadcast);
    }

    @Benchmark
    public RawJson writeHead() {
        return PeerJson.encode(head);
    }

    @Benchmark
    public Decoded<Optional<PeerMessage>> readHead() {
        return PeerJson.decode(writtenHead);
    }
}
