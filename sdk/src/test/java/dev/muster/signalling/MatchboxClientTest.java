package dev.muster.signalling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.dial.EndpointPenalties;
import dev.muster.wire.PeerSignal;
import dev.muster.wire.SignallingEvent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The client's timing, with sockets by hand and time by hand. */
class MatchboxClientTest {
    private static final UUID ID = UUID.fromString("067e6162-3b6f-4ae2-a171-2470b63dff00");
    private static final UUID PEER = UUID.fromString("80000000-0000-4000-8000-000000000000");
    private static final String ASSIGNED = "{\"IdAssigned\":\"" + ID + "\"}";

    private final List<Socket> sockets = new ArrayList<>();
    private final List<SignallingNotice> notices = new ArrayList<>();
    private long now;
    private MatchboxClient client = client(1, "ws://one.example/room");

    private static final class Socket implements WebSockets.Socket {
        final WebSockets.Listener listener;
        final long openedAt;
        final List<String> sent = new ArrayList<>();
        boolean closed;
        boolean addressGone;

        Socket(WebSockets.Listener listener, long openedAt) {
            this.listener = listener;
            this.openedAt = openedAt;
        }

        @Override
        public void send(String text) {
            sent.add(text);
        }

        @Override
        public boolean hasAddress() {
            return !addressGone;
        }

        @Override
        public void close() {
            closed = true;
        }

        void fail(String detail) {
            listener.ended(new WebSockets.End(detail, Optional.empty(), false));
        }
    }

    @Test
    void joiningIsReportedOnceTheServerGaveAnId() {
        run(Duration.ofSeconds(1));
        assertEquals(1, sockets.size());
        assertEquals(List.of(), notices);
        assertFalse(client.signal(PEER, new PeerSignal.EndOfCandidates()), "there is nobody to tell yet");

        join();

        assertEquals(
                List.of(
                        new SignallingNotice.Joined(false),
                        new SignallingNotice.Heard(new SignallingEvent.IdAssigned(ID))),
                notices);
        assertTrue(client.signal(PEER, new PeerSignal.Offer("v=0")));
        assertEquals(List.of("{\"Signal\":{\"receiver\":\"" + PEER + "\",\"data\":{\"Offer\":\"v=0\"}}}"), last().sent);
    }

    @Test
    void aSignOfLifeGoesOutEveryTenSeconds() {
        join();
        run(Duration.ofSeconds(35));
        assertEquals(List.of("\"KeepAlive\"", "\"KeepAlive\"", "\"KeepAlive\""), last().sent);
    }

    @Test
    void aLostServerIsTriedAgainWithGrowingPausesAndTheRoomJoinedAgain() {
        join();
        run(Duration.ofMinutes(1));
        notices.clear();
        last().fail("gone");
        for (int i = 0; i < 8; i++) {
            int tried = sockets.size();
            while (sockets.size() == tried) {
                run(Duration.ofMillis(10));
            }
            last().fail("still gone");
        }
        run(Duration.ZERO);
        var lost = assertInstanceOf(SignallingNotice.Lost.class, notices.get(0));
        assertEquals("gone", lost.detail());
        assertTrue(lost.retryIn().isPresent());
        assertEquals(1, notices.size(), "one loss is told once: " + notices);
        var pauses = new ArrayList<Long>();
        for (int i = 2; i < sockets.size(); i++) {
            pauses.add((sockets.get(i).openedAt - sockets.get(i - 1).openedAt) / 1_000_000);
        }
        assertTrue(pauses.get(pauses.size() - 1) > 8 * pauses.get(0), "pauses grow: " + pauses);
        assertTrue(pauses.stream().allMatch(pause -> pause <= 31_000), "and stay bounded: " + pauses);

        join();
        assertEquals(new SignallingNotice.Joined(true), notices.get(1));
    }

    @Test
    void aServerThatIsNotThereAtFirstIsReportedAndTriedAgain() {
        run(Duration.ofMillis(1));
        last().fail("connection refused");
        run(Duration.ofMillis(1));
        var lost = assertInstanceOf(SignallingNotice.Lost.class, notices.get(0));
        assertEquals("connection refused", lost.detail());
        assertTrue(lost.retryIn().orElseThrow().compareTo(Duration.ofSeconds(1)) < 0, "" + lost.retryIn());
        join();
        assertEquals(new SignallingNotice.Joined(true), notices.get(1));
    }

    @Test
    void aServerThatRefusesTheFirstRequestForGoodIsNotAskedAgain() {
        run(Duration.ofMillis(1));
        last().listener.ended(new WebSockets.End("refused with 401", Optional.empty(), true));
        run(Duration.ofMinutes(5));
        var lost = assertInstanceOf(SignallingNotice.Lost.class, notices.get(0));
        assertEquals(Optional.empty(), lost.retryIn());
        assertTrue(lost.detail().contains("refused with 401"), lost.detail());
        assertEquals(1, sockets.size());
        assertEquals(Long.MAX_VALUE, client.nextDeadlineNanos());
    }

    @Test
    void aServerThatWorkedBeforeIsAskedAgainWhateverItAnswers() {
        join();
        last().fail("restarting");
        run(Duration.ofSeconds(2));
        assertEquals(2, sockets.size());
        last().listener.ended(new WebSockets.End("refused with 404", Optional.empty(), true));
        run(Duration.ofSeconds(5));
        assertTrue(sockets.size() > 2);
    }

    @Test
    void theWishToBeLeftAloneIsHonoured() {
        run(Duration.ofMillis(1));
        last().listener.ended(new WebSockets.End("busy", Optional.of(Duration.ofSeconds(20)), false));
        run(Duration.ofMillis(19_500));
        assertEquals(1, sockets.size(), "not before it asked for");
        run(Duration.ofSeconds(40));
        assertTrue(sockets.size() > 1, "but then");
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() {
        run(Duration.ofSeconds(11));
        assertTrue(sockets.get(0).closed);
        assertTrue(sockets.size() > 1 || !notices.isEmpty(), "and something follows");
        run(Duration.ofSeconds(10));
        assertTrue(sockets.size() > 1);
    }

    @Test
    void aSlowAddressDoesNotHoldUpTheNextAndTheLoserIsLetGo() {
        client = client(3, "ws://slow.example/room", "ws://fast.example/room", "ws://third.example/room");
        run(Duration.ofMillis(150));
        assertEquals(1, sockets.size());
        run(Duration.ofMillis(100));
        assertEquals(2, sockets.size(), "the second one after 200 ms");
        run(Duration.ofSeconds(1));
        assertEquals(2, sockets.size(), "never three at once");

        sockets.get(1).listener.received(ASSIGNED);
        run(Duration.ofMillis(1));
        assertTrue(sockets.get(0).closed, "the loser is let go");
        assertFalse(sockets.get(1).closed);
        sockets.get(0).listener.received(ASSIGNED);
        run(Duration.ofMillis(1));
        assertEquals(2, notices.size(), "what the loser says does not count: " + notices);
    }

    @Test
    void framesThatMakeNoSenseAreIgnored() {
        run(Duration.ofMillis(1));
        last().listener.received("{\"NewPeer\":\"" + PEER + "\"}");
        last().listener.received("nonsense");
        run(Duration.ofMillis(1));
        assertEquals(List.of(), notices, "nothing counts before the id");
        join();
        last().listener.received(ASSIGNED);
        last().listener.received("{\"RoomInfo\":{}}");
        last().listener.received("{\"NewPeer\":\"" + PEER + "\"}");
        run(Duration.ofMillis(1));
        assertEquals(3, notices.size());
        assertEquals(new SignallingNotice.Heard(new SignallingEvent.NewPeer(PEER)), notices.get(2));
    }

    @Test
    void aServerThatFloodsIsLost() {
        join();
        for (int i = 0; i < MatchboxClient.WAITING_FRAMES_MAX + 10; i++) {
            last().listener.received("{\"NewPeer\":\"" + new UUID(4, i) + "\"}");
        }
        Socket flooder = last();
        run(Duration.ofMillis(1));
        assertTrue(flooder.closed);
        assertInstanceOf(SignallingNotice.Lost.class, notices.get(notices.size() - 1));
        assertEquals(2 + MatchboxClient.WAITING_FRAMES_MAX + 1, notices.size(), "what had fitted was handed out");
    }

    @Test
    void aServerThatFloodsWithLongFramesIsLostBeforeTheyFillTheMemory() {
        join();
        String longFrame = "{\"Noise\":\"" + "x".repeat(100_000) + "\"}";
        int fitting = MatchboxClient.WAITING_CHARACTERS_MAX / longFrame.length();
        for (int i = 0; i < fitting; i++) {
            last().listener.received(longFrame);
        }
        Socket flooder = last();
        run(Duration.ofMillis(1));
        assertFalse(flooder.closed, "so much may wait");
        for (int i = 0; i < fitting + 2; i++) {
            flooder.listener.received(longFrame);
        }
        run(Duration.ofMillis(1));
        assertTrue(flooder.closed);
        assertInstanceOf(SignallingNotice.Lost.class, notices.get(notices.size() - 1));
    }

    @Test
    void whatASocketSaysAfterItsEndDoesNotCount() {
        join();
        Socket old = last();
        old.fail("gone");
        join();
        notices.clear();
        old.listener.received("{\"PeerLeft\":\"" + PEER + "\"}");
        old.fail("gone again");
        run(Duration.ofMillis(1));
        assertEquals(List.of(), notices);
        assertFalse(last().closed);
    }

    @Test
    void aSocketWhoseAddressIsGoneIsGivenUpAtOnce() {
        join();
        client.networkChanged();
        run(Duration.ofSeconds(1));
        assertFalse(last().closed, "another address came or went");

        last().addressGone = true;
        client.networkChanged();
        run(Duration.ofMillis(1));
        assertTrue(last().closed);
        assertInstanceOf(SignallingNotice.Lost.class, notices.get(notices.size() - 1));
        join();
    }

    @Test
    void closingLetsGoOfEverything() {
        join();
        client.close();
        client.close();
        assertTrue(last().closed);
        last().fail("late");
        run(Duration.ofMinutes(1));
        assertEquals(1, sockets.size());
        assertFalse(client.signal(PEER, new PeerSignal.EndOfCandidates()));
        assertEquals(Long.MAX_VALUE, client.nextDeadlineNanos());
    }

    @Test
    void theHookRunsForEveryFrameAndAtOnceIfOneWaits() {
        join();
        var woken = new AtomicInteger();
        client.onWakeUp(woken::incrementAndGet);
        assertEquals(0, woken.get());
        last().listener.received("{\"NewPeer\":\"" + PEER + "\"}");
        assertEquals(1, woken.get());
        client.onWakeUp(woken::incrementAndGet);
        assertEquals(2, woken.get());
    }

    @Test
    void whoDidNotAskForRelaysIsNotSentToOnes() {
        String relays = "{\"IceServers\":{\"servers\":[{\"urls\":[\"turn:spy.example:3478\"],\"username\":\"u\","
                + "\"credential\":\"c\"}],\"ttlSeconds\":60}}";
        for (String room : List.of("ws://one.example/room", "ws://one.example/room?muster=1")) {
            sockets.clear();
            notices.clear();
            client = client(1, room);
            join();
            last().listener.received(relays);
            run(Duration.ZERO);
            boolean told = notices.stream()
                    .anyMatch(notice -> notice instanceof SignallingNotice.Heard heard
                            && heard.event() instanceof SignallingEvent.IceServers);
            assertEquals(room.endsWith("muster=1"), told, notices::toString);
        }
    }

    @Test
    void theSameSeedDialsAtTheSameTimes() {
        assertEquals(timesOfAttempts(5), timesOfAttempts(5));
        assertFalse(timesOfAttempts(5).equals(timesOfAttempts(6)));
    }

    private List<Long> timesOfAttempts(long seed) {
        sockets.clear();
        client = client(seed, "ws://one.example/room");
        for (int i = 0; i < 500; i++) {
            run(Duration.ofMillis(20));
            if (!sockets.isEmpty()) {
                last().fail("no");
            }
        }
        long first = sockets.get(0).openedAt;
        return sockets.stream().map(socket -> socket.openedAt - first).toList();
    }

    private MatchboxClient client(long seed, String... rooms) {
        URI[] uris = List.of(rooms).stream().map(URI::create).toArray(URI[]::new);
        WebSockets opening = (uri, listener) -> {
            var socket = new Socket(listener, now);
            sockets.add(socket);
            return socket;
        };
        return new MatchboxClient(
                SignallingConfig.of(uris), opening, new SplittableRandom(seed), new EndpointPenalties(() -> now));
    }

    /** Polls at every deadline on the way. */
    private void run(Duration time) {
        long end = now + time.toNanos();
        drain();
        while (client.nextDeadlineNanos() <= end) {
            now = Math.max(now, client.nextDeadlineNanos());
            drain();
        }
        now = end;
        drain();
    }

    private void drain() {
        Optional<SignallingNotice> notice = client.poll(now);
        while (notice.isPresent()) {
            notices.add(notice.get());
            notice = client.poll(now);
        }
    }

    private void join() {
        int joinedBefore = (int) notices.stream()
                .filter(SignallingNotice.Joined.class::isInstance)
                .count();
        for (int i = 0; i < 1_000; i++) {
            run(Duration.ofMillis(100));
            if (!sockets.isEmpty() && !last().closed) {
                last().listener.received(ASSIGNED);
                run(Duration.ZERO);
            }
            long joins = notices.stream()
                    .filter(SignallingNotice.Joined.class::isInstance)
                    .count();
            if (joins > joinedBefore) {
                return;
            }
        }
        throw new AssertionError("never joined: " + notices);
    }

    private Socket last() {
        return sockets.get(sockets.size() - 1);
    }
}
