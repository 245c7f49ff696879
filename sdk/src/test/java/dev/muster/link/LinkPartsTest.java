package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Payload;
import dev.muster.wire.Creation;
import dev.muster.wire.Decoded;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.Part;
import dev.muster.wire.PartBytes;
import dev.muster.wire.RawJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small pieces on their own. */
class LinkPartsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @ParameterizedTest
    @EnumSource(ControlFrame.Kind.class)
    void everyControlFrameIsReadBackAsItWasWritten(ControlFrame.Kind kind) {
        for (int length : new int[] {0, 1, 127, 128, 129, ControlFrame.BODY_BYTES_MAX}) {
            var frame = new ControlFrame(kind, Long.MIN_VALUE, -7, Payload.takeOver(new byte[length]));
            assertEquals(Optional.of(frame), ControlFrame.decode(frame.encode()));
        }
    }

    @Test
    void theFirstByteOfAControlFrameIsTheOneOfTheTable() {
        byte[] expected = {1, 2, 3, 4, 5, 6, 7, 0x20};
        int next = 0;
        for (ControlFrame.Kind kind : ControlFrame.Kind.values()) {
            assertEquals(expected[next++], ControlFrame.of(kind, 1, 2).encode().byteAt(0));
        }
    }

    @Test
    void anythingElseIsNoControlFrame() {
        byte[] good = ControlFrame.ping(1, 2, 3).encode().toByteArray();
        for (int length = 0; length < good.length; length++) {
            assertEquals(Optional.empty(), decode(Arrays.copyOf(good, length)), length + " bytes of it");
        }
        assertEquals(Optional.empty(), decode(Arrays.copyOf(good, good.length + 1)));
        for (int first : new int[] {0, 8, 0x1f, 0x21, 0x7b, 0xb1, 0xff}) {
            byte[] other = good.clone();
            other[0] = (byte) first;
            assertEquals(Optional.empty(), decode(other));
        }
        byte[] endless = good.clone();
        Arrays.fill(endless, 17, endless.length, (byte) 0xff);
        assertEquals(Optional.empty(), decode(endless));
        var tooLong = new ControlFrame(
                ControlFrame.Kind.PONG, 0, 0, Payload.takeOver(new byte[ControlFrame.BODY_BYTES_MAX + 1]));
        assertEquals(Optional.empty(), ControlFrame.decode(tooLong.encode()));
    }

    @Test
    void noBytesMakeTheDecoderThrow() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) random.nextInt(0x21);
            }
            decode(bytes).ifPresent(frame -> assertTrue(frame.silenceMillis() >= 0));
        }
    }

    @Test
    void aBucketGivesItsBurstAndThenItsRate() {
        var bucket = new TokenBucket(10, 20, 0);
        for (int i = 0; i < 20; i++) {
            assertTrue(bucket.take(1, 0));
        }
        assertFalse(bucket.take(1, 0));
        assertEquals(SECOND / 10, bucket.nextNanos(0));
        assertTrue(bucket.take(1, SECOND / 10 + 1));
        assertFalse(bucket.take(1, SECOND / 10 + 1));
        assertTrue(bucket.take(20, 1_000 * SECOND));
        assertFalse(bucket.take(1, 1_000 * SECOND), "no more than the burst is saved");
        assertFalse(bucket.take(1, 0), "time that falls gives nothing");
        assertThrows(IllegalArgumentException.class, () -> new TokenBucket(0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new TokenBucket(1, 0, 0));
    }

    @Test
    void aBucketThatGrowsHasTheRestAtOnceAndOneThatShrinksKeepsNoMoreThanItHolds() {
        var bucket = new TokenBucket(1, 2, 0);
        assertTrue(bucket.take(2, 0));
        bucket.resize(1, 5, 0);
        assertTrue(bucket.take(3, 0));
        assertFalse(bucket.take(1, 0));
        bucket.resize(1, 2, 0);
        assertTrue(bucket.take(2, 100 * SECOND));
        assertFalse(bucket.take(1, 100 * SECOND));
    }

    @Test
    void lossIsTheShareOfTheLastProbesThatAreMissing() {
        var meter = new LossMeter();
        assertEquals(0, meter.share());
        for (int i = 2; i <= 200; i += 2) {
            meter.arrived(i);
        }
        assertEquals(0.5, meter.share(), 0.01);
        meter.arrived(199);
        meter.arrived(199);
        meter.arrived(1);
        meter.arrived(-5);
        assertEquals(31.0 / 64, meter.share(), 0.001);
        meter.arrived(Long.MAX_VALUE);
        assertEquals(63.0 / 64, meter.share(), 0.001);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 100})
    void partsInOrderMakeTheDocument(int count) {
        var assembly = new PartAssembly(() -> 1_000);
        for (int i = 0; i < count - 1; i++) {
            assertEquals(new Decoded.Ok<>(Optional.empty()), assembly.take(part(i, count, 5)));
            assertTrue(assembly.underWay());
        }
        var whole = (Decoded.Ok<Optional<RawJson>>) assembly.take(part(count - 1, count, 5));
        assertEquals(count * 5, whole.value().orElseThrow().size());
        assertFalse(assembly.underWay());
    }

    @Test
    void aDocumentInPartsIsNotLongerThanItsBound() {
        var assembly = new PartAssembly(() -> 10);
        assembly.take(part(0, 3, 5));
        assembly.take(part(1, 3, 5));
        assertTrue(assembly.take(part(2, 3, 1)) instanceof Decoded.Rejected);
    }

    @Test
    void thePulseFollowsTheRoundTrip() {
        var pulse = new Pulse(LinkTimes.DEFAULT);
        pulse.begin(0, true);
        long now = 0;
        for (int i = 0; i < 100; i++) {
            ControlFrame ping = pulse.pingIfDue(now).orElseThrow();
            assertEquals(Optional.empty(), pulse.pingIfDue(now), "one at a time");
            pulse.heardPong(ControlFrame.of(ControlFrame.Kind.PONG, ping.timestamp(), ping.number()), now + SECOND / 2);
            now = pulse.pingDueNanos();
        }
        assertEquals(500, (double) pulse.rtt().orElseThrow().toMillis(), 1);
        ControlFrame last = pulse.pingIfDue(now).orElseThrow();
        assertEquals(600, (pulse.pingDueNanos() - now) / 1_000_000.0, 10, "a fifth more than the round trip");
        pulse.heardPong(ControlFrame.of(ControlFrame.Kind.PONG, last.timestamp() - 9 * SECOND, last.number() + 1), now);
        pulse.heardPong(ControlFrame.of(ControlFrame.Kind.PONG, Long.MIN_VALUE, last.number()), now);
        pulse.heardPong(ControlFrame.of(ControlFrame.Kind.PONG, now + SECOND, last.number()), now);
        assertEquals(500, (double) pulse.rtt().orElseThrow().toMillis(), 1, "nonsense is no measurement");
    }

    @Test
    void aReportOfSilenceCountsUntilThePeerHearsAgain() {
        var pulse = new Pulse(LinkTimes.DEFAULT);
        pulse.begin(0, false);
        pulse.heardPing(ControlFrame.ping(0, 1, 4_000), SECOND);
        assertEquals(4 * SECOND, pulse.silenceNanos(SECOND));
        pulse.heardPing(ControlFrame.ping(0, 2, 0), SECOND);
        assertEquals(0, pulse.silenceNanos(SECOND));
        pulse.heardPing(ControlFrame.ping(0, 3, Integer.MIN_VALUE), SECOND);
        assertEquals(0, pulse.silenceNanos(SECOND));
    }

    @Test
    void configurationsThatContradictThemselvesAreRefusedWithASentence() {
        LinkTimes times = LinkTimes.DEFAULT;
        assertSentence(
                "broken is at least degraded",
                () -> times.withSilences(Duration.ofSeconds(5), Duration.ofSeconds(4), Duration.ofSeconds(30)));
        assertSentence(
                "degraded is at least pingOthers",
                () -> times.withPings(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(9)));
        assertSentence(
                "removed is longer than 0",
                () -> times.withSilences(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ZERO));
        assertSentence("links is at least 1", () -> LinkLimits.DEFAULT.withPeers(0, 1, 1));
        assertSentence("queueBytes is at least", () -> LinkLimits.DEFAULT.withQueueBytes(7));
        assertSentence("at least one message", () -> new LinkBudget(0, 1));
    }

    @Test
    void aHostShowsWhoMadeTheSession() {
        var world = new LinkWorld(1);
        LocalPeer guest = world.local("somebody", 0, false);
        assertTrue(guest.asHost(world.creation()).host());
        var wrong = new Creation(guest.identity().publicKey(), world.creation().nonce());
        assertSentence("shows what that id was made from", () -> guest.asHost(wrong));
    }

    @Test
    void sentencesOfStrangersAreShortAndHarmless() {
        assertEquals("a?b?c?d?e", Sentences.clean("a\u0000b\nc\u202ed\u200fe"));
        String bounded = Sentences.clean("x".repeat(9_000));
        assertEquals(Farewell.SENTENCE_CHARS_MAX, bounded.length());
        Farewell bye = Sentences.farewell(FarewellCode.LEFT, "y".repeat(9_000));
        assertEquals(Farewell.SENTENCE_CHARS_MAX, bye.sentence().length());
    }

    private static void assertSentence(String part, Executable action) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, action).getMessage());
        assertTrue(message.contains(part), message);
    }

    private static Optional<ControlFrame> decode(byte[] bytes) {
        return ControlFrame.decode(Payload.takeOver(bytes));
    }

    private static Part part(int index, int count, int bytes) {
        return new Part(index, count, PartBytes.takeOver(new byte[bytes]));
    }
}
