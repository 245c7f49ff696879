package dev.muster.transport;

import java.time.Duration;
import java.util.Optional;

/**
 * Carries messages between peers: over WebRTC, over TCP, or through the simulated network.
 *
 * <h2>Contract for the caller</h2>
 *
 * <p>One thread owns a transport and makes all calls; only the hook of {@link #onWakeUp} runs elsewhere. Call {@link
 * #poll} until it answers empty, then wait until the hook ran or {@link #nextDeadlineNanos} came. A caller that stops
 * polling loses nothing silently: where the network can be slowed it is, otherwise the connection ends with {@link
 * CloseReason#OVERRUN}.
 *
 * <h2>Contract for the implementer</h2>
 *
 * <ul>
 *   <li>No call blocks on the network, and none throws because of what a peer or a server did: that is an event.
 *   <li>A {@code poll} with nothing to report allocates nothing.
 *   <li>Commands take effect as of the {@code nowNanos} of the last poll. A command for a connection that is unknown or
 *       gone does nothing: its {@link TransportEvent.ConnectionClosed} may just not have been read yet.
 *   <li>Events obey the grammar in {@link TransportEvent}. What one side sends on a reliable channel comes out at the
 *       other in order and once, until the connection closes. Channels are independent of each other.
 *   <li>Everything is bounded: send buffers by {@link Channel#bufferBytesMax}, the inbox, offers, and connections by
 *   the
 *       limits of the implementation.
 * </ul>
 */
public interface Transport extends AutoCloseable {
    /** What {@link #nextDeadlineNanos} answers when nothing is due at any time. */
    long NO_DEADLINE = Long.MAX_VALUE;

    /**
     * How many unanswered offers of one peer wait. A further one costs that peer an offer and nobody else: one stranger
     * cannot take the turns of all.
     */
    int OFFERS_PER_PEER_MAX = 4;

    /** How long a connection may take to open, unless configured otherwise, until it closes as timed out. */
    Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Takes the next event and lets time pass.
     *
     * @param nowNanos the time; see the package documentation
     * @return the next event, or empty when there is none for now
     */
    Optional<TransportEvent> poll(long nowNanos);

    /**
     * When {@link #poll} should be called at the latest although nothing arrived.
     *
     * @return a time on the scale of {@code nowNanos}, or {@link #NO_DEADLINE}
     */
    long nextDeadlineNanos();

    /**
     * Sets what runs when events became available after {@link #poll} had answered empty. It may run on any thread, and
     * more often than needed; it must be quick and only wake the owner. If events wait already, it runs at once.
     *
     * @param hook replaces the hook set before
     */
    void onWakeUp(Runnable hook);

    /**
     * Begins a connection to a peer; this side becomes {@link ConnectionRole#OFFERER}. A second connection beside an
     * existing one is allowed: it is how a link is healed without a gap.
     *
     * @param peer an id that was announced, or that the peer itself told
     * @return the id that the coming {@link TransportEvent.ConnectionOpened} or {@link TransportEvent.ConnectionClosed}
     *     will carry
     */
    ConnectionId connect(PeerId peer);

    /**
     * Agrees to an offered connection; this side becomes {@link ConnectionRole#ANSWERER}. Until then an offer costs
     * almost nothing, so that a flood of strangers can be survived.
     *
     * @param connection from {@link TransportEvent.ConnectionOffered}
     */
    void accept(ConnectionId connection);

    /**
     * Sends one message.
     *
     * @param connection an open connection
     * @param channel the channel
     * @param payload 1 to {@link ConnectionDetails#messageBytesMax()} bytes
     * @return whether it was taken, else why not; nothing is kept of a message that was not taken
     */
    SendOutcome send(ConnectionId connection, Channel channel, Payload payload);

    /**
     * How many bytes wait in the send buffer of a channel.
     *
     * @param connection the connection
     * @param channel the channel
     * @return 0 if everything is on its way, or if the connection is not open
     */
    int bufferedBytes(ConnectionId connection, Channel channel);

    /**
     * Counts and route of a connection, as of about a second ago at most.
     *
     * @param connection the connection
     * @return empty if it is not open
     */
    Optional<ConnectionStats> stats(ConnectionId connection);

    /**
     * Looks for a new path under an open connection. Channels, fingerprints and everything that was taken survive.
     * Needs signalling. Either side may call it, also both.
     *
     * @param connection an open connection
     * @return false if this transport or this connection cannot do it; open a second connection instead
     */
    boolean restartIce(ConnectionId connection);

    /**
     * Tells under which id the peer of a connection can be reached from now on, after signalling was restored and gave
     * out new ids. The layer above can know, because the peer tells it over the connection itself. An implementation
     * that recognises the peer sooner, by what it signals, answers it there and reports nothing: who the peer is has
     * not changed.
     *
     * @param connection an open connection
     * @param peer the peer's new id
     */
    void rebind(ConnectionId connection, PeerId peer);

    /**
     * Ends a connection, or refuses an offered one. The other side learns of it if the network allows, and {@link
     * TransportEvent.ConnectionClosed} comes here with {@link CloseReason#LOCAL}. What still waits in a send buffer may
     * be lost; wait for {@link #bufferedBytes} to fall to 0 where that matters.
     *
     * @param connection the connection
     */
    void closeConnection(ConnectionId connection);

    /**
     * Ends all connections, leaves signalling and frees threads, sockets and native memory. Afterwards {@link #poll}
     * answers empty and {@link #send} {@link SendOutcome#NOT_OPEN}. A second call does nothing.
     */
    @Override
    void close();
}
