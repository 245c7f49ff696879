package dev.muster.link;

import dev.muster.identity.PublicKey;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.PeerId;
import dev.muster.transport.TransportEvent;
import dev.muster.wire.LinkMessage.Hello;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All connections, and who may have one: strangers are few at a time and a minute. */
final class Switchboard {
    /** Familiar peers that are answered or dialled within a minute; a whole lobby comes back at once. */
    static final int FAMILIAR_PER_MINUTE = 240;

    /** For so many expected people one more may be greeting at a time. */
    private static final int EXPECTED_PER_PLACE = 4;

    private static final double SECONDS_PER_MINUTE = 60;
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private final Shared shared;
    private final Roster roster;
    private final Wanted wanted;
    private final Greeter greeter;
    private final Map<ConnectionId, Connection> connections = new LinkedHashMap<>();
    private final TokenBucket strangers;
    private final TokenBucket familiar;
    private int expected;

    Switchboard(Shared shared, Roster roster, Wanted wanted) {
        this.shared = shared;
        this.roster = roster;
        this.wanted = wanted;
        this.greeter = new Greeter(shared, roster);
        int perMinute = shared.limits().strangersPerMinute();
        this.strangers = new TokenBucket(perMinute / SECONDS_PER_MINUTE, perMinute, 0);
        this.familiar = new TokenBucket(FAMILIAR_PER_MINUTE / SECONDS_PER_MINUTE, FAMILIAR_PER_MINUTE, 0);
    }

    /**
     * So many may come at once, at the start and after an outage, and they are strangers until they have greeted. What
     * a crowd of fakes can cost stays bounded: so many greetings a minute, and few of them at a time.
     */
    void expect(int people) {
        expected = people;
        int perMinute = shared.limits().strangersPerMinute() + people;
        strangers.resize(perMinute / SECONDS_PER_MINUTE, perMinute, shared.now());
    }

    int expected() {
        return expected;
    }

    /** Whether somebody unknown can be dialled now. */
    boolean canDialStranger() {
        return strangersHalfOpen() < halfOpenMax();
    }

    /** Dials somebody unknown, if the minute allows it. */
    boolean dialStranger(PeerId peer) {
        if (!strangers.take(1, shared.now())) {
            return false;
        }
        connect(peer, Connection.Origin.STRANGER_DIALLED, null);
        return true;
    }

    /** Dials where somebody is said to be to whom this side wants a link. */
    void dialFamiliar(PeerId peer, PublicKey sought) {
        connect(peer, Connection.Origin.FAMILIAR, sought);
    }

    /** When the minute allows the next stranger. */
    long nextStrangerNanos() {
        return strangers.nextNanos(shared.now());
    }

    /** Whether a greeting with this peer is under way. */
    boolean greets(PeerId peer) {
        return connections.values().stream()
                .anyMatch(
                        connection -> connection.halfOpen() && connection.peer().equals(peer));
    }

    /** Whether an attempt to reach this person is under way. */
    boolean seeks(PublicKey person) {
        return connections.values().stream().anyMatch(connection -> connection.halfOpen() && connection.seeks(person));
    }

    boolean isEmpty() {
        return connections.isEmpty();
    }

    void offered(TransportEvent.ConnectionOffered offer) {
        Optional<Connection.Origin> origin = admission(offer.peer());
        if (origin.isEmpty()) {
            LOG.debug("the offer of {} is refused: too many strangers", offer.peer());
            shared.tally().strangerDropped();
            shared.transport().closeConnection(offer.connection());
            return;
        }
        connections.put(
                offer.connection(), new Connection(shared, offer.connection(), offer.peer(), origin.get(), null));
        shared.transport().accept(offer.connection());
    }

    void opened(TransportEvent.ConnectionOpened event) {
        Connection connection = connections.get(event.connection());
        if (connection != null && connection.phase() == Connection.Phase.OPENING) {
            greeter.opened(connection, event.details());
        }
    }

    void received(TransportEvent.MessageReceived event) {
        Connection connection = connections.get(event.connection());
        if (connection == null) {
            return;
        }
        switch (connection.phase()) {
            case GREETING, PROVING, CHOOSING -> greeter.read(connection, event.channel(), event.payload());
            case LINKED -> connection.reader().read(event.channel(), event.payload());
            case OPENING, LEAVING, CLOSED -> {
                // Late, or of no interest any more.
            }
        }
    }

    void closed(TransportEvent.ConnectionClosed event) {
        Connection connection = connections.remove(event.connection());
        if (connection == null) {
            return;
        }
        LOG.debug("{} closed: {}: {}", connection, event.reason(), event.detail());
        if (connection.phase() == Connection.Phase.LINKED) {
            roster.lost(connection, event.reason() + ": " + event.detail());
        } else if (connection.halfOpen()) {
            handshakeEnded(connection);
        }
        connection.gone();
    }

    /** Closes what has had its time. */
    void tick() {
        if (shared.inAmnesty()) {
            return;
        }
        for (Connection connection : List.copyOf(connections.values())) {
            if (!connection.due()) {
                continue;
            }
            switch (connection.phase()) {
                case GREETING, PROVING, CHOOSING -> greeter.tooLate(connection);
                case OPENING, LINKED, LEAVING, CLOSED -> connection.close();
            }
        }
    }

    /** Closes all that carries no link; links have said their farewells already. */
    void leave() {
        List.copyOf(connections.values()).stream().filter(Connection::halfOpen).forEach(Connection::close);
    }

    long dueNanos() {
        long due = Long.MAX_VALUE;
        for (Connection connection : connections.values()) {
            due = Math.min(due, connection.deadlineNanos());
        }
        return due == Long.MAX_VALUE ? due : shared.afterAmnesty(due);
    }

    private void connect(PeerId peer, Connection.Origin origin, @Nullable PublicKey sought) {
        ConnectionId id = shared.transport().connect(peer);
        connections.put(id, new Connection(shared, id, peer, origin, sought));
        LOG.debug("{} dialled", connections.get(id));
    }

    /** As what an offer is accepted; empty for a refusal. */
    private Optional<Connection.Origin> admission(PeerId peer) {
        boolean isKnown = roster.at(peer).isPresent() || wanted.isAt(peer);
        if (isKnown && familiar.take(1, shared.now())) {
            closeAll(halfOpen(Connection.Origin.FAMILIAR).stream()
                    .filter(connection -> connection.peer().equals(peer) && !connection.dialled())
                    .toList());
            return Optional.of(Connection.Origin.FAMILIAR);
        }
        // After an outage everybody comes back under another id: whoever is missed may be among the strangers.
        int missed = roster.broken();
        boolean inTime = strangers.take(1, shared.now()) || (missed > 0 && familiar.take(1, shared.now()));
        if (!inTime || !makeRoom(halfOpenMax() + missed)) {
            return Optional.empty();
        }
        return Optional.of(Connection.Origin.STRANGER_ASKED);
    }

    /** Room for one more stranger, if need be at the cost of the one who has taken longest to greet. */
    private boolean makeRoom(int most) {
        if (strangersHalfOpen() < most) {
            return true;
        }
        List<Connection> asked = halfOpen(Connection.Origin.STRANGER_ASKED);
        if (asked.isEmpty()) {
            return false;
        }
        shared.tally().strangerDropped();
        asked.get(0).close();
        return true;
    }

    /** A few more where many are expected, or those who come together push each other out before they can greet. */
    private int halfOpenMax() {
        return shared.limits().halfOpen() + expected / EXPECTED_PER_PLACE;
    }

    private int strangersHalfOpen() {
        return halfOpen(Connection.Origin.STRANGER_ASKED).size()
                + halfOpen(Connection.Origin.STRANGER_DIALLED).size();
    }

    private List<Connection> halfOpen(Connection.Origin origin) {
        return connections.values().stream()
                .filter(connection -> connection.halfOpen() && connection.origin() == origin)
                .toList();
    }

    private static void closeAll(List<Connection> doomed) {
        new ArrayList<>(doomed).forEach(Connection::close);
    }

    private void handshakeEnded(Connection connection) {
        boolean chosenElsewhere = connection.phase() == Connection.Phase.CHOOSING
                && connection.theirs().map(Hello::actor).map(roster::find).isPresent();
        if (chosenElsewhere) {
            shared.tally().duplicate();
        } else {
            shared.tally().handshakeLost();
        }
    }
}
