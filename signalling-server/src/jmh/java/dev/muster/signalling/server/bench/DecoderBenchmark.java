package dev.muster.signalling.server.bench;

import dev.muster.signalling.server.frames.BadFrame;
import dev.muster.signalling.server.frames.Frame;
import dev.muster.signalling.server.frames.FrameReader;
import dev.muster.signalling.server.http.HeadReading;
import dev.muster.signalling.server.http.RequestHeadParser;
import dev.muster.signalling.server.wire.ClientMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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

/** What reading costs: a frame and a message of 300 bytes, and the request of a browser. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class DecoderBenchmark {
    private static final String MESSAGE = LoadBenchmark.signal("067e6162-3b6f-4ae2-a171-2470b63dff00", "x".repeat(300));
    private static final String REQUEST = """
            GET /room?next=2 HTTP/1.1
            Host: play.example.org
            Connection: Upgrade
            Pragma: no-cache
            Cache-Control: no-cache
            Upgrade: websocket
            Origin: https://game.example.org
            Sec-WebSocket-Version: 13
            Accept-Encoding: gzip, deflate, br
            Accept-Language: en
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Extensions: permessage-deflate

            """.replace("\n", "\r\n");

    private final ByteBuffer frame = heap(LoadClient.frame(MESSAGE));
    private final ByteBuffer request = ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.ISO_8859_1));
    private final FrameReader reader = new FrameReader(65_536, new FrameReader.Budget() {
        @Override
        public void take(long bytes) {
            // Everything is allowed here.
        }

        @Override
        public void give(long bytes) {
            // Nothing is held between whole frames.
        }
    });

    private static ByteBuffer heap(ByteBuffer direct) {
        return ByteBuffer.allocate(direct.remaining()).put(direct).flip();
    }

    /** A frame, unmasked and decoded to text. */
    @Benchmark
    public Optional<Frame> frame() throws BadFrame {
        return reader.next(frame.rewind());
    }

    /** A signal, checked and cut out. */
    @Benchmark
    public ClientMessage message() {
        return ClientMessage.read(MESSAGE);
    }

    /** The head of a request. */
    @Benchmark
    public HeadReading request() {
        return RequestHeadParser.parse(request, 0, 100);
    }
}
