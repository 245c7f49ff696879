package dev.muster.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every transport promises. One subclass per implementation. */
public abstract class TransportContract {
    private static final PeerId NOBODY = new PeerId(new UUID(0x4000, 0x8000_0000_0000_0000L));

    private final List<Party> parties = new ArrayList<>();
    private TransportFixture fixture = new NoFixture();

    protected abstract TransportFixture newFixture() throws Exception;

    @BeforeEach
    void openFixture() throws Exception {
        fixture = newFixture();
    }

    @AfterEach
    void closeFixture() {
        parties.forEach(Party::close);
        fixture.close();
    }

    @Test
    void everyPeerGetsAnIdOfItsOwn() {
        Party one = newParty();
        Party two = newParty();
        assertNotEquals(one.id(), two.id());
        assertEquals(1, one.count(TransportEvent.LocalIdAssigned.class));
    }

    @Test
    void aNewcomerIsAnnouncedToThoseBeforeItAndToNobodyElse() {
        Party one = newParty();
        Party two = newParty();
        Party three = newParty();
        awaitAnnounced(one, two);
        awaitAnnounced(one, three);
        awaitAnnounced(two, three);
        settle();
        assertEquals(2, one.count(TransportEvent.PeerAnnounced.class));
        assertEquals(1, two.count(TransportEvent.PeerAnnounced.class));
        assertEquals(0, three.count(TransportEvent.PeerAnnounced.class));
    }

    @Test
    void bothSidesOpenWithTheirRolesAndWithCrossedFingerprints() {
        Pair pair = connectedPair();
        ConnectionDetails offerer = pair.offerer.details(pair.there).orElseThrow();
        ConnectionDetails answerer = pair.answerer.details(pair.back).orElseThrow();
        assertEquals(ConnectionRole.OFFERER, offerer.role());
        assertEquals(ConnectionRole.ANSWERER, answerer.role());
        assertEquals(pair.answerer.id(), offerer.peer());
        assertEquals(pair.offerer.id(), answerer.peer());
        assertEquals(offerer.localFingerprint(), answerer.remoteFingerprint());
        assertEquals(offerer.remoteFingerprint(), answerer.localFingerprint());
        assertNotEquals(offerer.localFingerprint(), offerer.remoteFingerprint());
    }

    @Test
    void messagesOnReliableChannelsArriveOnceAndInOrderBothWays() {
        Pair pair = connectedPair();
        int count = 2_000;
        for (Channel channel : List.of(Channel.SYNC, Channel.MESSAGES)) {
            sendNumbered(pair.offerer, pair.there, channel, count);
            sendNumbered(pair.answerer, pair.back, channel, count);
        }
        for (Channel channel : List.of(Channel.SYNC, Channel.MESSAGES)) {
            awaitNumbered(pair.answerer, pair.back, channel, count);
            awaitNumbered(pair.offerer, pair.there, channel, count);
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
                    pair.answerer.received(pair.back, channel).stream()
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
                    pair.offerer.transport().send(pair.there, channel, tooLarge),
                    channel.label());
            Payload next = Payload.ofUtf8("still here " + channel);
            send(pair.offerer, pair.there, channel, next);
            await(
                    "the next message on " + channel,
                    () -> !pair.answerer.received(pair.back, channel).isEmpty());
            assertEquals(List.of(next), pair.answerer.received(pair.back, channel));
        }
    }

    @Test
    void anEmptyMessageIsRefused() {
        Pair pair = connectedPair();
        for (Channel channel : Channel.values()) {
            Payload empty = Payload.takeOver(new byte[0]);
            assertEquals(SendOutcome.EMPTY, pair.offerer.transport().send(pair.there, channel, empty));
        }
    }

    @Test
    void aFullChannelRefusesAndBecomesWritableOnceAndLosesNothing() {
        Pair pair = connectedPair();
        List<Payload> taken = fill(pair.offerer, pair.there, Channel.MESSAGES);
        int buffered = pair.offerer.transport().bufferedBytes(pair.there, Channel.MESSAGES);
        assertTrue(buffered <= Channel.MESSAGES.bufferBytesMax(), () -> buffered + " bytes wait");
        assertEquals(0, pair.offerer.count(TransportEvent.ChannelWritable.class));
        await("room", () -> pair.offerer.count(TransportEvent.ChannelWritable.class) > 0);
        await(
                "all that was taken",
                () -> pair.answerer.received(pair.back, Channel.MESSAGES).size() >= taken.size());
        settle();
        assertEquals(taken, pair.answerer.received(pair.back, Channel.MESSAGES));
        assertEquals(
                List.of(new TransportEvent.ChannelWritable(pair.there, Channel.MESSAGES)),
                pair.offerer.events(TransportEvent.ChannelWritable.class));
        await("an empty buffer", () -> pair.offerer.transport().bufferedBytes(pair.there, Channel.MESSAGES) == 0);
    }

    @Test
    void aFullChannelDoesNotCloseTheOthers() {
        Pair pair = connectedPair();
        fill(pair.offerer, pair.there, Channel.MESSAGES);
        send(pair.offerer, pair.there, Channel.SYNC, Payload.ofUtf8("ping"));
        await(
                "the message on the other channel",
                () -> !pair.answerer.received(pair.back, Channel.SYNC).isEmpty());
    }

    @Test
    void aRealtimeChannelUnderPressureRefusesInsteadOfQueueing() {
        Pair pair = connectedPair();
        for (int i = 0; i < 5_000; i++) {
            pair.offerer.transport().send(pair.there, Channel.REALTIME, payload(i, 1_200));
            int buffered = pair.offerer.transport().bufferedBytes(pair.there, Channel.REALTIME);
            assertTrue(buffered <= Channel.REALTIME.bufferBytesMax(), () -> buffered + " bytes wait");
        }
    }

    @Test
    void aCloseIsSeenOnceOnBothSides() {
        Pair pair = connectedPair();
        pair.offerer.transport().closeConnection(pair.there);
        await("the end here", () -> pair.offerer.closed(pair.there).isPresent());
        await("the end there", () -> pair.answerer.closed(pair.back).isPresent());
        assertEquals(
                CloseReason.LOCAL, pair.offerer.closed(pair.there).orElseThrow().reason());
        assertEquals(
                CloseReason.PEER, pair.answerer.closed(pair.back).orElseThrow().reason());
        assertEquals(
                SendOutcome.NOT_OPEN,
                pair.offerer.transport().send(pair.there, Channel.SYNC, Payload.ofUtf8("too late")));
        assertEquals(
                SendOutcome.NOT_OPEN,
                pair.answerer.transport().send(pair.back, Channel.SYNC, Payload.ofUtf8("too late")));
        pair.offerer.transport().closeConnection(pair.there);
        settle();
    }

    @Test
    void whatArrivedBeforeAGracefulCloseIsStillDelivered() {
        Pair pair = connectedPair();
        send(pair.offerer, pair.there, Channel.SYNC, Payload.ofUtf8("last words"));
        await(
                "the words",
                () -> !pair.answerer.received(pair.back, Channel.SYNC).isEmpty());
        pair.offerer.transport().closeConnection(pair.there);
        await("the end there", () -> pair.answerer.closed(pair.back).isPresent());
        assertEquals(List.of(Payload.ofUtf8("last words")), pair.answerer.received(pair.back, Channel.SYNC));
    }

    @Test
    void closingATransportEndsItsConnectionsAndSilencesIt() {
        Pair pair = connectedPair();
        pair.offerer.transport().close();
        await("the end there", () -> pair.answerer.closed(pair.back).isPresent());
        assertTrue(Set.of(CloseReason.PEER, CloseReason.LOST)
                .contains(pair.answerer.closed(pair.back).orElseThrow().reason()));
        pair.offerer.transport().close();
        assertEquals(Optional.empty(), pair.offerer.transport().poll(fixture.nowNanos()));
        assertEquals(
                SendOutcome.NOT_OPEN,
                pair.offerer.transport().send(pair.there, Channel.SYNC, Payload.ofUtf8("too late")));
        assertEquals(Optional.empty(), pair.offerer.transport().stats(pair.there));
        assertFalse(pair.offerer.transport().restartIce(pair.there));
    }

    @Test
    void aPeerThatLeavesIsWithdrawn() {
        Party one = newParty();
        Party two = newParty();
        awaitAnnounced(one, two);
        PeerId left = two.id();
        two.close();
        await("the farewell", () -> one.events().contains(new TransportEvent.PeerWithdrawn(left)));
    }

    @Test
    void commandsForAConnectionThatNobodyKnowsDoNothing() {
        Party one = newParty();
        var unknown = new ConnectionId(4_711);
        one.transport().accept(unknown);
        one.transport().closeConnection(unknown);
        one.transport().rebind(unknown, NOBODY);
        assertFalse(one.transport().restartIce(unknown));
        assertEquals(SendOutcome.NOT_OPEN, one.transport().send(unknown, Channel.SYNC, Payload.ofUtf8("x")));
        assertEquals(0, one.transport().bufferedBytes(unknown, Channel.SYNC));
        assertEquals(Optional.empty(), one.transport().stats(unknown));
        settle();
        assertEquals(0, one.count(TransportEvent.ConnectionClosed.class));
    }

    @Test
    void aSecondConnectionLivesBesideTheFirstAndOutlivesIt() {
        Pair pair = connectedPair();
        ConnectionId second = pair.offerer.connect(pair.answerer);
        await("the second connection", () -> pair.offerer.details(second).isPresent());
        await(
                "its other end",
                () -> pair.answerer.connectionsTo(pair.offerer.id()).size() == 2);
        ConnectionId secondBack = pair.answerer.connectionsTo(pair.offerer.id()).get(1);
        send(pair.offerer, pair.there, Channel.SYNC, Payload.ofUtf8("old"));
        send(pair.offerer, second, Channel.SYNC, Payload.ofUtf8("new"));
        await(
                "the old way",
                () -> !pair.answerer.received(pair.back, Channel.SYNC).isEmpty());
        await(
                "the new way",
                () -> !pair.answerer.received(secondBack, Channel.SYNC).isEmpty());
        assertEquals(List.of(Payload.ofUtf8("old")), pair.answerer.received(pair.back, Channel.SYNC));
        assertEquals(List.of(Payload.ofUtf8("new")), pair.answerer.received(secondBack, Channel.SYNC));
        pair.offerer.transport().closeConnection(pair.there);
        await("the end of the old one", () -> pair.answerer.closed(pair.back).isPresent());
        send(pair.answerer, secondBack, Channel.MESSAGES, Payload.ofUtf8("still here"));
        await(
                "the new way back",
                () -> !pair.offerer.received(second, Channel.MESSAGES).isEmpty());
    }

    @Test
    void aConnectionToNobodyEndsWithAReason() {
        Party one = newParty();
        ConnectionId connection = one.connect(NOBODY);
        await("the end", () -> one.closed(connection).isPresent());
        TransportEvent.ConnectionClosed end = one.closed(connection).orElseThrow();
        assertEquals(NOBODY, end.peer());
        assertTrue(Set.of(CloseReason.TIMED_OUT, CloseReason.UNREACHABLE).contains(end.reason()), end::toString);
    }

    @Test
    void anOfferThatIsRefusedNeverOpens() {
        Party one = newParty();
        Party two = newParty();
        two.accepting(false);
        awaitAnnounced(one, two);
        ConnectionId connection = one.connect(two);
        await("the offer", () -> two.count(TransportEvent.ConnectionOffered.class) == 1);
        var offered = two.events(TransportEvent.ConnectionOffered.class).get(0);
        assertEquals(one.id(), offered.peer());
        two.transport().closeConnection(offered.connection());
        await("the end there", () -> two.closed(offered.connection()).isPresent());
        await("the end here", () -> one.closed(connection).isPresent());
        assertEquals(
                CloseReason.LOCAL,
                two.closed(offered.connection()).orElseThrow().reason());
        assertTrue(Set.of(CloseReason.TIMED_OUT, CloseReason.PEER)
                .contains(one.closed(connection).orElseThrow().reason()));
    }

    @Test
    void anOfferThatNobodyAnswersTimesOutOnBothSides() {
        Party one = newParty();
        Party two = newParty();
        two.accepting(false);
        awaitAnnounced(one, two);
        ConnectionId connection = one.connect(two);
        await("the offer", () -> two.count(TransportEvent.ConnectionOffered.class) == 1);
        ConnectionId offered =
                two.events(TransportEvent.ConnectionOffered.class).get(0).connection();
        await("the end here", () -> one.closed(connection).isPresent());
        await("the end there", () -> two.closed(offered).isPresent());
        assertEquals(CloseReason.TIMED_OUT, one.closed(connection).orElseThrow().reason());
    }

    @Test
    void statsCountWhatWasTakenAndWhatWasRead() {
        Pair pair = connectedPair();
        for (int i = 0; i < 10; i++) {
            send(pair.offerer, pair.there, Channel.MESSAGES, payload(i, 100));
        }
        await(
                "ten messages",
                () -> pair.answerer.received(pair.back, Channel.MESSAGES).size() == 10);
        ConnectionStats sender = pair.offerer.transport().stats(pair.there).orElseThrow();
        ConnectionStats receiver = pair.answerer.transport().stats(pair.back).orElseThrow();
        assertEquals(List.of(10L, 1_000L), List.of(sender.messagesSent(), sender.bytesSent()));
        assertEquals(List.of(10L, 1_000L), List.of(receiver.messagesReceived(), receiver.bytesReceived()));
    }

    @Test
    void theWakeUpHookRunsWhenSomethingArrivesAfterAnEmptyPoll() {
        Pair pair = connectedPair();
        settle();
        var woken = new AtomicInteger();
        pair.answerer.transport().onWakeUp(woken::incrementAndGet);
        assertEquals(0, woken.get());
        send(pair.offerer, pair.there, Channel.SYNC, Payload.ofUtf8("wake up"));
        // Only the sender is polled: the hook alone must tell the receiver.
        assertTrue(fixture.await(() -> {
            pair.offerer.poll();
            return woken.get() > 0;
        }));
        pair.answerer.poll();
        assertEquals(1, pair.answerer.received(pair.back, Channel.SYNC).size());
    }

    @Test
    void aHookThatIsSetWhileEventsWaitRunsAtOnce() {
        Pair pair = connectedPair();
        settle();
        var first = new AtomicInteger();
        pair.answerer.transport().onWakeUp(first::incrementAndGet);
        send(pair.offerer, pair.there, Channel.SYNC, Payload.ofUtf8("wake up"));
        assertTrue(fixture.await(() -> {
            pair.offerer.poll();
            return first.get() > 0;
        }));
        var second = new AtomicInteger();
        pair.answerer.transport().onWakeUp(second::incrementAndGet);
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
        // The best of several rounds: the first ones still run interpreted code.
        for (int round = 0; round < 5; round++) {
            long before = threads.getThreadAllocatedBytes(self);
            for (int i = 0; i < polls; i++) {
                assertFalse(pair.offerer.transport().poll(fixture.nowNanos()).isPresent());
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
        }
        long bytes = least;
        assertTrue(bytes < polls / 10, () -> bytes + " bytes were allocated by " + polls + " polls");
    }

    @Test
    void eightPeersFormAMeshAndEveryoneHearsEveryone() {
        List<Party> mesh = IntStream.range(0, 8).mapToObj(i -> newParty()).toList();
        for (int i = 0; i < mesh.size(); i++) {
            for (int j = i + 1; j < mesh.size(); j++) {
                awaitAnnounced(mesh.get(i), mesh.get(j));
                mesh.get(i).connect(mesh.get(j));
            }
        }
        await(
                "28 connections",
                () -> mesh.stream()
                        .allMatch(one -> mesh.stream()
                                .allMatch(two -> one == two
                                        || one.connectionsTo(two.id()).size() == 1)));
        for (Party one : mesh) {
            for (Party two : mesh) {
                if (one != two) {
                    send(one, one.connectionsTo(two.id()).get(0), Channel.SYNC, Payload.ofUtf8("from " + one.id()));
                }
            }
        }
        await(
                "56 messages",
                () -> mesh.stream().allMatch(party -> party.count(TransportEvent.MessageReceived.class) == 7));
        for (Party one : mesh) {
            for (TransportEvent.MessageReceived message : one.events(TransportEvent.MessageReceived.class)) {
                PeerId from = one.details(message.connection()).orElseThrow().peer();
                assertEquals("from " + from, message.payload().toUtf8());
            }
        }
    }

    @Test
    void theGrammarOfEventsHoldsUnderRandomCommands() {
        var random = new Random(20);
        List<Party> crowd = IntStream.range(0, 3).mapToObj(i -> newParty()).toList();
        List<ConnectionId> used = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            Party one = crowd.get(random.nextInt(crowd.size()));
            Party two = crowd.get(random.nextInt(crowd.size()));
            List<ConnectionId> open = one.connectionsTo(two.id());
            if (one != two && open.size() < 3 && random.nextInt(3) == 0) {
                used.add(one.connect(two));
            } else if (!open.isEmpty() && random.nextInt(10) == 0) {
                one.transport().closeConnection(open.get(random.nextInt(open.size())));
            } else if (!open.isEmpty()) {
                Channel channel = Channel.ofId(random.nextInt(3));
                one.transport().send(open.get(0), channel, payload(step, 1 + random.nextInt(5_000)));
            }
            if (!used.isEmpty() && random.nextInt(20) == 0) {
                one.transport().closeConnection(used.get(random.nextInt(used.size())));
            }
            pollAll();
        }
        settle();
        assertTrue(crowd.stream().anyMatch(party -> party.count(TransportEvent.ConnectionOpened.class) > 0));
    }

    /** Two parties and the connection between them. */
    protected record Pair(Party offerer, Party answerer, ConnectionId there, ConnectionId back) {}

    protected TransportFixture fixture() {
        return fixture;
    }

    protected Party newParty() {
        var party = new Party(fixture.newPeer(), fixture::nowNanos);
        parties.add(party);
        await("an id", () -> party.localId().isPresent());
        return party;
    }

    protected Pair connectedPair() {
        Party offerer = newParty();
        Party answerer = newParty();
        awaitAnnounced(offerer, answerer);
        ConnectionId there = offerer.connect(answerer);
        await("an open connection", () -> offerer.details(there).isPresent());
        await("its other end", () -> answerer.connectionsTo(offerer.id()).size() == 1);
        return new Pair(
                offerer, answerer, there, answerer.connectionsTo(offerer.id()).get(0));
    }

    protected void awaitAnnounced(Party to, Party newcomer) {
        var announced = new TransportEvent.PeerAnnounced(newcomer.id());
        await("an announcement", () -> to.events().contains(announced));
    }

    /** Lets time pass until something is true, polling everybody. */
    protected void await(String what, BooleanSupplier condition) {
        boolean held = fixture.await(() -> {
            pollAll();
            return condition.getAsBoolean();
        });
        assertTrue(held, () -> "waited in vain for " + what + "; events:\n" + eventsOfAll());
    }

    protected void settle() {
        fixture.settle(this::pollAll);
    }

    /** Sends, waiting for room where there is none. */
    protected void send(Party party, ConnectionId connection, Channel channel, Payload payload) {
        await("room for " + payload.size() + " bytes on " + channel, () -> {
            SendOutcome outcome = party.transport().send(connection, channel, payload);
            assertTrue(outcome == SendOutcome.TAKEN || outcome == SendOutcome.FULL, outcome::toString);
            return outcome.taken();
        });
    }

    /** Sends until the channel refuses, polling nobody; answers with what was taken. */
    protected List<Payload> fill(Party party, ConnectionId connection, Channel channel) {
        List<Payload> taken = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Payload payload = payload(i, 200_000);
            SendOutcome outcome = party.transport().send(connection, channel, payload);
            if (!outcome.taken()) {
                assertEquals(SendOutcome.FULL, outcome);
                return taken;
            }
            taken.add(payload);
        }
        throw new AssertionError("took 20,000 messages of 200,000 bytes without a refusal: the buffer has no bound");
    }

    protected static Payload payload(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return Payload.takeOver(bytes);
    }

    /** A realtime message of many fragments may lose one even between two processes of one machine, and is sent again. */
    private void sendUntilItArrives(Pair pair, Channel channel, Payload payload) {
        send(pair.offerer, pair.there, channel, payload);
        for (int again = 0; !channel.reliable() && again < 20; again++) {
            settle();
            if (arrived(pair, channel, payload)) {
                return;
            }
            send(pair.offerer, pair.there, channel, payload);
        }
        await("a message of " + payload.size() + " bytes on " + channel, () -> arrived(pair, channel, payload));
    }

    private static boolean arrived(Pair pair, Channel channel, Payload payload) {
        return pair.answerer.received(pair.back, channel).contains(payload);
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

    private void pollAll() {
        parties.forEach(Party::poll);
    }

    private String eventsOfAll() {
        var text = new StringBuilder();
        for (Party party : parties) {
            List<TransportEvent> events = party.events();
            text.append(events.subList(Math.max(0, events.size() - 20), events.size()))
                    .append('\n');
        }
        return text.toString();
    }

    /** Stands in until the first test begins. */
    private static final class NoFixture implements TransportFixture {
        @Override
        public Transport newPeer() {
            throw new IllegalStateException("the fixture is made before each test");
        }

        @Override
        public long nowNanos() {
            return 0;
        }

        @Override
        public boolean await(BooleanSupplier condition) {
            return false;
        }

        @Override
        public void settle(Runnable poll) {
            poll.run();
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
