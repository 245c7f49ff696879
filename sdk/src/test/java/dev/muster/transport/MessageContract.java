package dev.muster.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every transport promises about messages, buffers and waking up. */
public abstract class MessageContract extends TransportTestBed {
    @Test
    void messagesOnReliableChannelsArriveOnceAndInOrderBothWays() {
        Pair pair = connectedPair();
        int count = 2_000;
        for (Channel channel : List.of(Channel.SYNC, Channel.MESSAGES)) {
            sendNumbered(pair.offerer(), pair.there(), channel, count);
            sendNumbered(pair.answerer(), pair.back(), channel, count);
        }
        for (Channel channel : List.of(Channel.SYNC, Channel.MESSAGES)) {
            awaitNumbered(pair.answerer(), pair.back(), channel, count);
            awaitNumbered(pair.offerer(), pair.there(), channel, count);
        }
    }

    @Test
    void messagesOfOneByteAndOfTheLimitArriveWholeOnEveryChannel() {
        Pair pair = connectedPair();
        for (Channel channel : Channel.values()) {
            List<Payload> sent = List.of(payload(1, 1), payload(2, 65_536), payload(3, Channel.MESSAGE_BYTES_MAX));
            for (Payload payload : sent) {
                sendUntilItArrives(pair, channel, payload);
            }
            assertEquals(
                    sent,
                    pair.answerer().received(pair.back(), channel).stream()
                            .distinct()
                            .toList());
        }
    }

    @Test
    void aMessageOverTheLimitIsRefusedAndTheChannelLivesOn() {
        Pair pair = connectedPair();
        for (Channel channel : Channel.values()) {
            Payload tooLarge = payload(1, Channel.MESSAGE_BYTES_MAX + 1);
            assertEquals(
                    SendOutcome.TOO_LARGE,
                    pair.offerer().transport().send(pair.there(), channel, tooLarge),
                    channel.label());
            Payload next = Payload.ofUtf8("still here " + channel);
            send(pair.offerer(), pair.there(), channel, next);
            await(
                    "the next message on " + channel,
                    () -> !pair.answerer().received(pair.back(), channel).isEmpty());
            assertEquals(List.of(next), pair.answerer().received(pair.back(), channel));
        }
    }

    @Test
    void anEmptyMessageIsRefused() {
        Pair pair = connectedPair();
        for (Channel channel : Channel.values()) {
            Payload empty = Payload.takeOver(new byte[0]);
            assertEquals(SendOutcome.EMPTY, pair.offerer().transport().send(pair.there(), channel, empty));
        }
    }

    @Test
    void aFullChannelRefusesAndBecomesWritableOnceAndLosesNothing() {
        Pair pair = connectedPair();
        List<Payload> taken = fill(pair.offerer(), pair.there(), Channel.MESSAGES);
        int buffered = pair.offerer().transport().bufferedBytes(pair.there(), Channel.MESSAGES);
        assertTrue(buffered <= Channel.MESSAGES.bufferBytesMax(), () -> buffered + " bytes wait");
        assertEquals(0, pair.offerer().count(TransportEvent.ChannelWritable.class));
        await("room", () -> pair.offerer().count(TransportEvent.ChannelWritable.class) > 0);
        await(
                "all that was taken",
                () -> pair.answerer().received(pair.back(), Channel.MESSAGES).size() >= taken.size());
        settle();
        assertEquals(taken, pair.answerer().received(pair.back(), Channel.MESSAGES));
        assertEquals(
                List.of(new TransportEvent.ChannelWritable(pair.there(), Channel.MESSAGES)),
                pair.offerer().events(TransportEvent.ChannelWritable.class));
        await("an empty buffer", () -> pair.offerer().transport().bufferedBytes(pair.there(), Channel.MESSAGES) == 0);
    }

    @Test
    void aFullChannelDoesNotCloseTheOthers() {
        Pair pair = connectedPair();
        fill(pair.offerer(), pair.there(), Channel.MESSAGES);
        send(pair.offerer(), pair.there(), Channel.SYNC, Payload.ofUtf8("ping"));
        await(
                "the message on the other channel",
                () -> !pair.answerer().received(pair.back(), Channel.SYNC).isEmpty());
    }

    @Test
    void aRealtimeChannelUnderPressureRefusesInsteadOfQueueing() {
        Pair pair = connectedPair();
        for (int i = 0; i < 5_000; i++) {
            pair.offerer().transport().send(pair.there(), Channel.REALTIME, payload(i, 1_200));
            int buffered = pair.offerer().transport().bufferedBytes(pair.there(), Channel.REALTIME);
            assertTrue(buffered <= Channel.REALTIME.bufferBytesMax(), () -> buffered + " bytes wait");
        }
    }

    @Test
    void whatArrivedBeforeAGracefulCloseIsStillDelivered() {
        Pair pair = connectedPair();
        send(pair.offerer(), pair.there(), Channel.SYNC, Payload.ofUtf8("last words"));
        await(
                "the words",
                () -> !pair.answerer().received(pair.back(), Channel.SYNC).isEmpty());
        pair.offerer().transport().closeConnection(pair.there());
        await("the end there", () -> pair.answerer().closed(pair.back()).isPresent());
        assertEquals(List.of(Payload.ofUtf8("last words")), pair.answerer().received(pair.back(), Channel.SYNC));
    }

    @Test
    void statsCountWhatWasTakenAndWhatWasRead() {
        Pair pair = connectedPair();
        for (int i = 0; i < 10; i++) {
            send(pair.offerer(), pair.there(), Channel.MESSAGES, payload(i, 100));
        }
        await(
                "ten messages",
                () -> pair.answerer().received(pair.back(), Channel.MESSAGES).size() == 10);
        ConnectionStats sender = pair.offerer().transport().stats(pair.there()).orElseThrow();
        ConnectionStats receiver =
                pair.answerer().transport().stats(pair.back()).orElseThrow();
        assertEquals(List.of(10L, 1_000L), List.of(sender.messagesSent(), sender.bytesSent()));
        assertEquals(List.of(10L, 1_000L), List.of(receiver.messagesReceived(), receiver.bytesReceived()));
    }

    @Test
    void theWakeUpHookRunsWhenSomethingArrivesAfterAnEmptyPoll() {
        Pair pair = connectedPair();
        settle();
        var woken = new AtomicInteger();
        pair.answerer().transport().onWakeUp(woken::incrementAndGet);
        send(pair.offerer(), pair.there(), Channel.SYNC, Payload.ofUtf8("wake up"));
        // Only the sender is polled: the hook alone must tell the receiver.
        assertTrue(fixture().await(() -> {
            pair.offerer().poll();
            return woken.get() > 0;
        }));
        await(
                "the message",
                () -> pair.answerer().received(pair.back(), Channel.SYNC).size() == 1);
    }

    @Test
    void aHookThatIsSetWhileEventsWaitRunsAtOnce() {
        Pair pair = connectedPair();
        settle();
        var first = new AtomicInteger();
        pair.answerer().transport().onWakeUp(first::incrementAndGet);
        send(pair.offerer(), pair.there(), Channel.SYNC, Payload.ofUtf8("wake up"));
        assertTrue(fixture().await(() -> {
            pair.offerer().poll();
            return first.get() > 0;
        }));
        var second = new AtomicInteger();
        pair.answerer().transport().onWakeUp(second::incrementAndGet);
        assertTrue(second.get() > 0);
    }

    @Test
    void aPollWithNothingToReportAllocatesNothing() {
        Pair pair = connectedPair();
        settle();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        int polls = 20_000;
        long least = Long.MAX_VALUE;
        // One good round is proof: the first ones still run interpreted code.
        for (int round = 0; round < 20 && least > polls / 10; round++) {
            long before = threads.getThreadAllocatedBytes(self);
            boolean quiet = true;
            for (int i = 0; i < polls; i++) {
                quiet &= pair.offerer().transport().poll(fixture().nowNanos()).isEmpty();
            }
            // An event that comes late, such as a route, makes this a round of another kind.
            least = quiet ? Math.min(least, threads.getThreadAllocatedBytes(self) - before) : least;
        }
        long bytes = least;
        assertTrue(bytes <= polls / 10, () -> bytes + " bytes were allocated by " + polls + " polls");
    }

    private void sendNumbered(Party from, ConnectionId connection, Channel channel, int count) {
        for (int i = 0; i < count; i++) {
            send(from, connection, channel, Payload.ofUtf8(channel + " " + i));
        }
    }

    private void awaitNumbered(Party at, ConnectionId connection, Channel channel, int count) {
        await(
                count + " messages on " + channel,
                () -> at.received(connection, channel).size() >= count);
        List<String> expected =
                IntStream.range(0, count).mapToObj(i -> channel + " " + i).toList();
        assertEquals(
                expected,
                at.received(connection, channel).stream().map(Payload::toUtf8).toList());
    }

    /**
     * A realtime message of many fragments may lose one even between two processes of one machine, and is sent again.
     */
    private void sendUntilItArrives(Pair pair, Channel channel, Payload payload) {
        send(pair.offerer(), pair.there(), channel, payload);
        for (int again = 0; !channel.reliable() && again < 20; again++) {
            settle();
            if (arrived(pair, channel, payload)) {
                return;
            }
            send(pair.offerer(), pair.there(), channel, payload);
        }
        await("a message of " + payload.size() + " bytes on " + channel, () -> arrived(pair, channel, payload));
    }

    private static boolean arrived(Pair pair, Channel channel, Payload payload) {
        return pair.answerer().received(pair.back(), channel).contains(payload);
    }
}
