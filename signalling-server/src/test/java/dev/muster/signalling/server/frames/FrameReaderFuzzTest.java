package dev.muster.signalling.server.frames;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Any bytes give frames or a breach, the same ones however they are cut, and nothing stays taken afterwards. */
public class FrameReaderFuzzTest {
    private static final int MAX = 300;

    @FuzzTest
    void anyBytesGiveFramesOrABreach(byte[] bytes) {
        check(bytes);
    }

    public static void check(byte[] bytes) {
        List<String> atOnce = read(bytes, Integer.MAX_VALUE);
        if (!atOnce.equals(read(bytes, 1)) || !atOnce.equals(read(bytes, 7))) {
            throw new AssertionError("how the bytes are cut makes a difference");
        }
    }

    private static List<String> read(byte[] bytes, int pieceLength) {
        FrameReaderTest.Purse purse = new FrameReaderTest.Purse();
        FrameReader reader = new FrameReader(MAX, purse);
        List<String> frames = new ArrayList<>();
        try {
            for (int at = 0; at < bytes.length; at += Math.min(pieceLength, bytes.length - at)) {
                ByteBuffer piece = ByteBuffer.wrap(bytes, at, Math.min(pieceLength, bytes.length - at))
                        .slice();
                Optional<Frame> frame = reader.next(piece);
                while (frame.isPresent()) {
                    frames.add(
                            frame.get() instanceof Frame.Ping
                                    ? "ping"
                                    : frame.get().toString());
                    frame = reader.next(piece);
                }
                if (piece.hasRemaining()) {
                    throw new AssertionError("bytes were left lying");
                }
                if (purse.used() > 2 * (MAX + 14)) {
                    throw new AssertionError("holds " + purse.used() + " bytes");
                }
            }
        } catch (BadFrame e) {
            frames.add(e.breach().name());
        }
        reader.close();
        if (purse.used() != 0) {
            throw new AssertionError("something stayed taken");
        }
        return frames;
    }
}
