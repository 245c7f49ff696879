package dev.muster.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A few parties on a fixture of one implementation, and the moves that tests make with them. */
public abstract class TransportTestBed {
    /** Any inbox holds so much; and any network takes less before it pushes back, if it pushes back at all. */
    private static final int UNFETCHED_BYTES_MAX = 8 * 1024 * 1024;

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

    /** Lets everything arrive that is on its way, and then the time to connect end. */
    protected void outlastConnecting() {
        settle();
        fixture.outlastConnecting();
    }

    /** Sends, waiting for room where there is none. */
    protected void send(Party party, ConnectionId connection, Channel channel, Payload payload) {
        await("room for " + payload.size() + " bytes on " + channel, () -> {
            SendOutcome outcome = party.transport().send(connection, channel, payload);
            assertTrue(outcome == SendOutcome.TAKEN || outcome == SendOutcome.FULL, outcome::toString);
            return outcome.taken();
        });
    }

    /**
     * Sends until the channel refuses, never polling the sender; answers with what was taken.
     *
     * <p>The others are polled now and then: when this thread gets no core for a while the network drains the channel
     * as fast as it is filled, and an inbox that nobody fetches from would end the connection.
     */
    protected List<Payload> fill(Party party, ConnectionId connection, Channel channel) {
        List<Payload> taken = new ArrayList<>();
        byte[] bytes = payload(1, 200_000).toByteArray();
        int unfetched = 0;
        for (int i = 0; i < 20_000; i++) {
            ByteBuffer.wrap(bytes).putInt(i);
            Payload payload = Payload.copyOf(bytes);
            SendOutcome outcome = party.transport().send(connection, channel, payload);
            if (!outcome.taken()) {
                assertEquals(SendOutcome.FULL, outcome);
                return taken;
            }
            taken.add(payload);
            unfetched += bytes.length;
            if (unfetched > UNFETCHED_BYTES_MAX) {
                unfetched = 0;
                parties.stream().filter(other -> other != party).forEach(Party::poll);
            }
        }
        throw new AssertionError("took 20,000 messages of 200,000 bytes without a refusal: the buffer has no bound");
    }

    protected static Payload payload(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return Payload.takeOver(bytes);
    }

    protected void pollAll() {
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
        public void outlastConnecting() {
            throw new IllegalStateException("the fixture is made before each test");
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
