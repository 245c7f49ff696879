package dev.muster.link;

import dev.muster.identity.PublicKey;
import dev.muster.transport.ConnectionDetails;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.PeerId;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.Hello;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection of the transport, from the dial to the farewell. */
final class Connection {
    /** How far it has come. */
    enum Phase {
        /** Dialled or accepted. */
        OPENING,
        /** Our greeting is out, theirs is awaited. */
        GREETING,
        /** Our proof is out, theirs is awaited. */
        PROVING,
        /** Both are proven; one of the two says whether this is the connection of the link. */
        CHOOSING,
        /** It carries a link. */
        LINKED,
        /** A farewell is out; it closes when the other side has read it, or soon. */
        LEAVING,
        /** Closed by this side; nothing that still arrives counts. */
        CLOSED
    }

    /** How it came about, which decides what it may cost. */
    enum Origin {
        /** Somebody unknown asked. */
        STRANGER_ASKED,
        /** This side dialled somebody unknown. */
        STRANGER_DIALLED,
        /** One of the two knew the other already. */
        FAMILIAR
    }

    private final Shared shared;
    private final ConnectionId id;
    private final PeerId peer;
    private final Origin origin;
    private final @Nullable PublicKey sought;
    private Phase phase = Phase.OPENING;
    private long deadlineNanos;
    private int strays;
    private @Nullable Handshake handshake;
    private @Nullable Hello theirs;
    private @Nullable Outlet outlet;
    private @Nullable Reader reader;

    Connection(Shared shared, ConnectionId id, PeerId peer, Origin origin, @Nullable PublicKey sought) {
        this.shared = shared;
        this.id = id;
        this.peer = peer;
        this.origin = origin;
        this.sought = sought;
        this.deadlineNanos = sought == null
                ? Long.MAX_VALUE
                : shared.now() + shared.times().dial().toNanos();
    }

    ConnectionId id() {
        return id;
    }

    /** Where it leads, as signalling says. */
    PeerId peer() {
        return peer;
    }

    Phase phase() {
        return phase;
    }

    Origin origin() {
        return origin;
    }

    /** Whether it was made for a link to this person. */
    boolean seeks(PublicKey person) {
        return sought != null && sought.equals(person);
    }

    /** Whether this side dialled somebody whom it knows. */
    boolean dialled() {
        return sought != null;
    }

    /** Whether the greeting is not over. */
    boolean halfOpen() {
        return phase.compareTo(Phase.LINKED) < 0;
    }

    void opened(ConnectionDetails details, Handshake begun) {
        outlet = new Outlet(
                shared.transport(),
                id,
                details.messageBytesMax(),
                shared.limits().queueBytes());
        handshake = begun;
        phase = Phase.GREETING;
        deadlineNanos = shared.now() + shared.times().hello().toNanos();
        outlet.say(begun.hello());
    }

    void greeted(Hello hello) {
        theirs = hello;
        phase = Phase.PROVING;
    }

    void proven() {
        phase = Phase.CHOOSING;
    }

    void linked() {
        phase = Phase.LINKED;
        deadlineNanos = Long.MAX_VALUE;
    }

    /** Says why, and closes once the other side has read it or had its time. */
    void leave(Farewell farewell) {
        if (outlet == null || phase.compareTo(Phase.LEAVING) >= 0) {
            close();
            return;
        }
        phase = Phase.LEAVING;
        deadlineNanos = shared.now() + shared.times().farewell().toNanos();
        shared.tally().farewellSent(farewell.code());
        outlet.pause(false);
        outlet.say(farewell);
    }

    void close() {
        phase = Phase.CLOSED;
        deadlineNanos = Long.MAX_VALUE;
        shared.transport().closeConnection(id);
    }

    /** The transport closed it. */
    void gone() {
        phase = Phase.CLOSED;
        deadlineNanos = Long.MAX_VALUE;
    }

    boolean due() {
        return shared.now() >= deadlineNanos;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** How many frames came where none may come yet; unordered channels overtake the greeting. */
    int stray() {
        return ++strays;
    }

    Handshake handshake() {
        return Objects.requireNonNull(handshake, "not open yet");
    }

    Optional<Hello> theirs() {
        return Optional.ofNullable(theirs);
    }

    Outlet outlet() {
        return Objects.requireNonNull(outlet, "not open yet");
    }

    /** Reads for the link that this connection carries. */
    Reader reader() {
        return Objects.requireNonNull(reader, "carries no link");
    }

    void reader(Reader chosen) {
        reader = chosen;
    }

    @Override
    public String toString() {
        return id + " to " + peer;
    }
}
