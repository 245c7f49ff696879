package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.ConnectionRole;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import dev.muster.wire.PeerSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** New paths under open connections. Run by {@link WebRtcTest} in a process of its own. */
class WebRtcNewPaths {
    private final Crowd crowd = new Crowd();

    @AfterEach
    void end() {
        crowd.close();
    }

    @Test
    void eitherSideMayAskForANewPathAndAlsoBothAtOnce() throws Exception {
        Crowd.Pair pair = crowd.connected();

        for (int round = 0; round < 3; round++) {
            var offers = countOffers();
            assertTrue(round == 1 || pair.offerer().transport.restartIce(pair.offered()));
            assertTrue(round == 0 || pair.answerer().transport.restartIce(pair.answered()));
            while (offers[0] == 0) {
                // The question before may still be under way, and served this one as well.
                crowd.during(Duration.ofMillis(200));
                assertTrue(pair.offerer().transport.restartIce(pair.offered()));
            }
            String text = "after round " + round;
            assertEquals(SendOutcome.TAKEN, pair.send(Channel.SYNC, Payload.ofUtf8(text)));
            crowd.until(
                    "the connection carries",
                    () -> pair.answerer().received().stream()
                            .anyMatch(message -> message.payload().toUtf8().equals(text)));
            crowd.during(Duration.ofMillis(200));
        }

        assertTrue(pair.offerer().closed(pair.offered()).isEmpty());
        assertTrue(pair.answerer().closed(pair.answered()).isEmpty());
    }

    /** It could be asked for a new path otherwise and answer that it never can. */
    @Test
    void channelsThatOpenBeforeThePeersHaveAgreedDoNotOpenTheConnection() throws Exception {
        var events = new ArrayList<TransportEvent>();
        try (var engine = NativeEngine.start(WebRtcConfig.defaults())) {
            var setup = new Connection.Setup(
                    new ConnectionId(1),
                    ConnectionRole.OFFERER,
                    ConnectionTag.draw(new SplittableRandom(1)),
                    new PeerId(new UUID(1, 1)),
                    Long.MAX_VALUE);
            var connection =
                    new Connection(setup, engine, new Inbox(), WebRtcConfig.Limits.DEFAULT, new Listening(events));
            for (Channel channel : Channel.values()) {
                connection.channelOpened(channel);
            }
            assertFalse(connection.isOpen());
            connection.close(CloseReason.LOCAL, "the end of the test");
        }
        assertEquals(1, events.size(), events::toString);
    }

    private record Listening(List<TransportEvent> events) implements Connection.Rim {
        @Override
        public long nowNanos() {
            return 0;
        }

        @Override
        public boolean signal(PeerId to, PeerSignal signal) {
            return true;
        }

        @Override
        public void emit(TransportEvent event) {
            events.add(event);
        }

        @Override
        public void complain(String format, Object... arguments) {
            throw new IllegalStateException(format);
        }

        @Override
        public void forget(Connection connection) {
            // Nobody else knows it.
        }
    }

    @Test
    void aQuestionForANewPathThatGotLostIsTakenBackAndDoesNotBlockTheNext() throws Exception {
        Crowd.Pair pair = crowd.connected();
        var lost = new ArrayList<PeerSignal>();
        crowd.room.onTheWay(passing -> {
            lost.add(passing.signal());
            return Optional.empty();
        });
        assertTrue(pair.offerer().transport.restartIce(pair.offered()));
        crowd.until("the question is lost", () -> !lost.isEmpty());
        crowd.skip(Duration.ofNanos(Negotiation.ANSWER_TIMEOUT_NANOS));
        var offers = countOffers();

        assertTrue(pair.answerer().transport.restartIce(pair.answered()));

        crowd.until("the other side's question is answered", () -> offers[1] > 0);
        assertEquals(SendOutcome.TAKEN, pair.send(Channel.SYNC, Payload.ofUtf8("alive")));
        crowd.until("the connection carries", () -> pair.answerer().received().size() == 1);
    }

    @Test
    void afterTheServerGaveOutNewIdsANewPathIsFoundThroughThem() throws Exception {
        Crowd.Pair pair = crowd.connected();
        crowd.room.stop();
        crowd.until(
                "the loss is known",
                () -> pair.offerer()
                        .all(TransportEvent.SignallingLost.class)
                        .findAny()
                        .isPresent());
        assertFalse(pair.offerer().transport.restartIce(pair.offered()), "nothing can be asked without signalling");
        pair.offerer().member.enter();
        pair.answerer().member.enter();
        crowd.until(
                "both are back",
                () -> pair.answerer()
                        .all(TransportEvent.SignallingRestored.class)
                        .findAny()
                        .isPresent());
        assertTrue(pair.answerer().closed(pair.answered()).isEmpty(), "the connection outlives the server");

        // Only one side was told the other's new id; the other one recognises it by its tag and certificate.
        pair.offerer().transport.rebind(pair.offered(), pair.answerer().id());
        var offers = countOffers();
        assertTrue(pair.offerer().transport.restartIce(pair.offered()));
        crowd.until("it was answered", () -> offers[1] > 0);
        assertTrue(pair.answerer().transport.restartIce(pair.answered()));
        crowd.until("and asked back", () -> offers[1] > 1);
        assertEquals(
                1,
                pair.answerer().all(TransportEvent.ConnectionOffered.class).count(),
                "no second connection was offered");
    }

    /** How many offers and answers went through signalling from now on. */
    private int[] countOffers() {
        int[] count = new int[2];
        crowd.room.onTheWay(passing -> {
            count[0] += passing.signal() instanceof PeerSignal.Offer ? 1 : 0;
            count[1] += passing.signal() instanceof PeerSignal.Answer ? 1 : 0;
            return Optional.of(passing);
        });
        return count;
    }
}
