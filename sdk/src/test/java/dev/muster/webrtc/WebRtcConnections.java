package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionDetails;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.ConnectionRole;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.Route;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import dev.muster.wire.PeerSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real connections between transports of one process. Run by {@link WebRtcTest} in a process of its own. */
class WebRtcConnections {
    private final Crowd crowd = new Crowd();

    @AfterEach
    void end() {
        crowd.close();
    }

    @Test
    void bothEndsKnowTheSameCertificatesAndTheirRoles() throws Exception {
        Crowd.Pair pair = crowd.connected();

        ConnectionDetails offerer = details(pair.offerer(), pair.offered());
        ConnectionDetails answerer = details(pair.answerer(), pair.answered());
        assertEquals(ConnectionRole.OFFERER, offerer.role());
        assertEquals(ConnectionRole.ANSWERER, answerer.role());
        assertEquals(offerer.localFingerprint(), answerer.remoteFingerprint());
        assertEquals(offerer.remoteFingerprint(), answerer.localFingerprint());
        assertNotEquals(offerer.localFingerprint(), offerer.remoteFingerprint());
        assertEquals(pair.answerer().id(), offerer.peer());
        assertEquals(Channel.MESSAGE_BYTES_MAX, offerer.messageBytesMax());
    }

    @Test
    void messagesOfEverySizeArriveWholeAndOneByteTooManyIsRefused() throws Exception {
        Crowd.Pair pair = crowd.connected();
        var random = new Random(1);
        var sent = new ArrayList<Payload>();
        for (int size : new int[] {1, 2, 1_200, 16_384, 65_535, 65_536, 100_001, Channel.MESSAGE_BYTES_MAX}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            sent.add(Payload.takeOver(bytes));
        }

        for (Channel channel : List.of(Channel.SYNC, Channel.MESSAGES)) {
            for (Payload payload : sent) {
                crowd.until("there is room", () -> pair.send(channel, payload) == SendOutcome.TAKEN);
            }
            var tooLong = Payload.takeOver(new byte[Channel.MESSAGE_BYTES_MAX + 1]);
            assertEquals(SendOutcome.TOO_LARGE, pair.send(channel, tooLong));
            assertEquals(SendOutcome.EMPTY, pair.send(channel, Payload.ofUtf8("")));
            assertEquals(SendOutcome.TAKEN, pair.send(channel, Payload.ofUtf8("still open")));
        }

        crowd.until("everything arrived", () -> pair.answerer().received().size() == 2 * (sent.size() + 1));
        assertEquals(
                sent,
                pair.answerer().received().stream()
                        .filter(message -> message.channel() == Channel.SYNC)
                        .map(TransportEvent.MessageReceived::payload)
                        .limit(sent.size())
                        .toList());
    }

    @Test
    void thousandsOfNumberedMessagesArriveInOrderEachWayOnEachReliableChannel() throws Exception {
        Crowd.Pair pair = crowd.connected();
        int count = 10_000;

        for (int number = 0; number < count; number++) {
            Payload payload = Payload.ofUtf8(Integer.toString(number));
            for (Channel channel : List.of(Channel.SYNC, Channel.MESSAGES)) {
                crowd.until("there is room", () -> pair.send(channel, payload) == SendOutcome.TAKEN);
                crowd.until(
                        "there is room back",
                        () -> pair.answerer().transport.send(pair.answered(), channel, payload) == SendOutcome.TAKEN);
            }
        }

        crowd.until(
                "all arrived",
                // Counted exactly only when there may be enough: that takes longer with every message.
                () -> pair.answerer().events.size() >= 2 * count
                        && pair.offerer().events.size() >= 2 * count
                        && pair.answerer().received().size() == 2 * count
                        && pair.offerer().received().size() == 2 * count);
        for (Crowd.Peer peer : List.of(pair.offerer(), pair.answerer())) {
            for (Channel channel : List.of(Channel.SYNC, Channel.MESSAGES)) {
                int expected = 0;
                for (TransportEvent.MessageReceived message : peer.received()) {
                    if (message.channel() == channel) {
                        assertEquals(
                                Integer.toString(expected), message.payload().toUtf8());
                        expected++;
                    }
                }
            }
        }
    }

    @Test
    void aFullChannelRefusesInsteadOfDroppingAndSaysWhenItHasRoomAgain() throws Exception {
        Crowd.Pair pair = crowd.connected();
        var block = Payload.takeOver(new byte[64 * 1024]);
        int taken = 0;
        while (pair.send(Channel.MESSAGES, block) == SendOutcome.TAKEN) {
            taken++;
            // A thread that gets no core for a while fills no faster than the network drains.
            if (taken % 100 == 0) {
                pair.answerer().fetch(crowd.now());
            }
        }
        assertTrue(taken * block.size() >= Channel.MESSAGES.bufferBytesMax(), "the whole buffer was used");
        assertTrue(
                pair.offerer().transport.bufferedBytes(pair.offered(), Channel.MESSAGES)
                        <= Channel.MESSAGES.bufferBytesMax(),
                "the bound holds");

        crowd.until(
                "it has room again",
                () -> pair.offerer()
                        .events
                        .contains(new TransportEvent.ChannelWritable(pair.offered(), Channel.MESSAGES)));
        int expected = taken;
        crowd.until(
                "all that was taken arrived", () -> pair.answerer().received().size() == expected);
        assertEquals(SendOutcome.TAKEN, pair.send(Channel.MESSAGES, block));
    }

    @Test
    void aSecondConnectionBesideTheFirstTakesOverWithoutAGap() throws Exception {
        Crowd.Pair first = crowd.connected();
        Crowd.Pair second = crowd.connect(first.offerer(), first.answerer());
        assertNotEquals(first.answered(), second.answered());
        assertEquals(SendOutcome.TAKEN, first.send(Channel.SYNC, Payload.ofUtf8("old")));
        assertEquals(SendOutcome.TAKEN, second.send(Channel.SYNC, Payload.ofUtf8("new")));
        crowd.until("both carry", () -> first.answerer().received().size() == 2);

        first.offerer().transport.closeConnection(first.offered());

        crowd.until(
                "the old one is gone",
                () -> first.answerer().closed(first.answered()).isPresent());
        assertEquals(Optional.of(CloseReason.LOCAL), first.offerer().closed(first.offered()));
        assertEquals(Optional.of(CloseReason.PEER), first.answerer().closed(first.answered()));
        assertEquals(SendOutcome.NOT_OPEN, first.send(Channel.SYNC, Payload.ofUtf8("too late")));
        assertEquals(SendOutcome.TAKEN, second.send(Channel.SYNC, Payload.ofUtf8("newer")));
        crowd.until(
                "the new one still carries", () -> first.answerer().received().size() == 3);
    }

    @Test
    void twoConnectionsBegunFromBothSidesAtOnceBothOpen() throws Exception {
        Crowd.Peer one = crowd.join();
        Crowd.Peer other = crowd.join();
        crowd.until("both are in the room", () -> !one.events.isEmpty() && !other.events.isEmpty());

        ConnectionId there = one.transport.connect(other.id());
        ConnectionId back = other.transport.connect(one.id());

        crowd.until("both are open", () -> one.opened(there) && other.opened(back));
        crowd.until("and known at the other end", () -> one.opened(one.offered()) && other.opened(other.offered()));
    }

    @Test
    void theRouteIsKnownAndTheBytesAreCounted() throws Exception {
        Crowd.Pair pair = crowd.connected();
        assertEquals(SendOutcome.TAKEN, pair.send(Channel.SYNC, Payload.ofUtf8("hello")));
        crowd.until("it arrived", () -> pair.answerer().received().size() == 1);
        crowd.until(
                "the route is known",
                () -> pair.offerer()
                        .transport
                        .stats(pair.offered())
                        .orElseThrow()
                        .route()
                        .equals(new Route(Route.Kind.DIRECT, Route.Protocol.UDP)));

        var sent = pair.offerer().transport.stats(pair.offered()).orElseThrow();
        var received = pair.answerer().transport.stats(pair.answered()).orElseThrow();
        assertEquals(1, sent.messagesSent());
        assertEquals(5, sent.bytesSent());
        assertEquals(0, sent.bytesReceived());
        assertEquals(1, received.messagesReceived());
        assertEquals(5, received.bytesReceived());
    }

    @Test
    void candidatesThatOvertakeTheirDescriptionAreKept() throws Exception {
        var late = new ArrayList<MemoryRoom.Passing>();
        crowd.room.onTheWay(passing -> {
            if (passing.signal() instanceof PeerSignal.Answer && late.isEmpty()) {
                late.add(passing);
                return Optional.empty();
            }
            return Optional.of(passing);
        });
        Crowd.Peer offerer = crowd.join();
        Crowd.Peer answerer = crowd.join();
        crowd.until("both are in the room", () -> !offerer.events.isEmpty() && !answerer.events.isEmpty());
        ConnectionId connection = offerer.transport.connect(answerer.id());
        crowd.until("the answer is on its way", () -> !late.isEmpty());
        crowd.during(Duration.ofMillis(200));

        late.forEach(crowd.room::deliver);

        crowd.until("it opens all the same", () -> offerer.opened(connection));
    }

    @Test
    void whatGoesThroughSignallingIsWhatStockPeersCanTake() throws Exception {
        var seen = new ArrayList<PeerSignal>();
        crowd.room.onTheWay(passing -> {
            seen.add(passing.signal());
            return Optional.of(passing);
        });
        var ports = new WebRtcConfig.PortRange(40_000, 40_009);
        Crowd.Peer offerer = crowd.join(Crowd.PATIENT.withPorts(ports));
        Crowd.Peer answerer = crowd.join(Crowd.PATIENT.withPorts(ports));
        crowd.connect(offerer, answerer);
        crowd.until("candidates of both came by", () -> candidates(seen).size() >= 2);

        assertTrue(seen.get(0) instanceof PeerSignal.Offer, "the offer comes first");
        for (PeerSignal.IceCandidate candidate : candidates(seen)) {
            String[] words = candidate.candidate().split(" ", -1);
            assertTrue(words.length >= 8 && words[0].startsWith("candidate:"), candidate.candidate());
            assertEquals("udp", words[2]);
            assertTrue(words[4].matches("[0-9.]+|[0-9a-f:]+"), "an address and no name: " + words[4]);
            int port = Integer.parseInt(words[5]);
            assertTrue(port >= ports.first() && port <= ports.last(), "within the range: " + port);
            assertEquals(Optional.of("0"), candidate.mid());
            assertEquals(0, candidate.lineIndex().orElseThrow());
            assertTrue(candidate.usernameFragment().isPresent());
        }
        String offer = ((PeerSignal.Offer) seen.get(0)).sdp();
        assertTrue(offer.contains("\r\na=sctp-port:5000\r\n"), offer);
        assertTrue(offer.contains("\r\na=max-message-size:262144\r\n"), offer);
        assertTrue(offer.contains("\r\na=setup:actpass\r\n"), offer);
    }

    @Test
    void aPeerThatNeverAnswersTimesOutWithASentence() throws Exception {
        Crowd.Peer alone = crowd.join();
        crowd.until("it is in the room", () -> !alone.events.isEmpty());

        ConnectionId connection = alone.transport.connect(new PeerId(new UUID(1, 1)));
        crowd.outlastConnecting();

        crowd.until("it gives up", () -> alone.closed(connection).isPresent());
        assertEquals(Optional.of(CloseReason.TIMED_OUT), alone.closed(connection));
        assertTrue(detail(alone, connection).contains("did not answer"), detail(alone, connection));
    }

    @Test
    void anOfferThatNobodyAnswersCostsNothingAndEnds() throws Exception {
        Crowd.Peer offerer = crowd.join();
        Crowd.Peer answerer = crowd.join();
        answerer.accepts = false;
        crowd.until("both are in the room", () -> !offerer.events.isEmpty() && !answerer.events.isEmpty());
        ConnectionId ignored = offerer.transport.connect(answerer.id());
        crowd.until(
                "it is offered",
                () -> answerer.all(TransportEvent.ConnectionOffered.class).count() == 1);
        crowd.outlastConnecting();
        crowd.until(
                "both sides give up",
                () -> offerer.closed(ignored).isPresent()
                        && answerer.all(TransportEvent.ConnectionClosed.class).count() == 1);
        assertEquals(Optional.of(CloseReason.TIMED_OUT), answerer.closed(answerer.offered()));

        ConnectionId refused = offerer.transport.connect(answerer.id());
        crowd.until(
                "it is offered",
                () -> answerer.all(TransportEvent.ConnectionOffered.class).count() == 2);
        answerer.transport.closeConnection(answerer.offered());
        crowd.until("refused", () -> answerer.closed(answerer.offered()).isPresent());
        crowd.outlastConnecting();
        assertEquals(Optional.of(CloseReason.LOCAL), answerer.closed(answerer.offered()));
        crowd.until("and known", () -> offerer.closed(refused).isPresent());
    }

    @Test
    void oneConnectionMoreThanTheLimitIsClosedAtOnce() throws Exception {
        var one = new WebRtcConfig.Limits(1, 1, 1 << 20, 1 << 20);
        Crowd.Peer offerer = crowd.join(Crowd.PATIENT.withLimits(one));
        Crowd.Peer answerer = crowd.join();
        Crowd.Pair pair = crowd.connect(offerer, answerer);

        ConnectionId second = offerer.transport.connect(answerer.id());

        crowd.until("it is refused", () -> offerer.closed(second).isPresent());
        assertEquals(Optional.of(CloseReason.LIMIT), offerer.closed(second));
        assertEquals(SendOutcome.TAKEN, pair.send(Channel.SYNC, Payload.ofUtf8("unharmed")));
    }

    private static List<PeerSignal.IceCandidate> candidates(List<PeerSignal> signals) {
        return signals.stream()
                .filter(PeerSignal.IceCandidate.class::isInstance)
                .map(PeerSignal.IceCandidate.class::cast)
                .toList();
    }

    private static String detail(Crowd.Peer peer, ConnectionId connection) {
        return peer.all(TransportEvent.ConnectionClosed.class)
                .filter(event -> event.connection().equals(connection))
                .findFirst()
                .orElseThrow()
                .detail();
    }

    private static ConnectionDetails details(Crowd.Peer peer, ConnectionId connection) {
        return peer.all(TransportEvent.ConnectionOpened.class)
                .filter(event -> event.connection().equals(connection))
                .findFirst()
                .orElseThrow()
                .details();
    }
}
