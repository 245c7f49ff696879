package dev.muster.webrtc;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionDetails;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.ConnectionRole;
import dev.muster.transport.ConnectionStats;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.Reachability;
import dev.muster.transport.Route;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import dev.muster.wire.PeerSignal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One connection of a {@link WebRtcTransport}, from the first offer to the last event. */
final class Connection implements NativePeer.Listener, Negotiation.Port {
    /** How often a full channel is asked whether it has drained; the library does not say so by itself. */
    private static final long DRAIN_CHECK_NANOS = 2_000_000;

    /** How often the route is looked at; the library does not say when it changes. */
    private static final long ROUTE_CHECK_NANOS = 2_000_000_000;

    /** A new path is in use very soon after the peers agreed on it. */
    private static final long ROUTE_SETTLING_NANOS = 200_000_000;

    private static final int CANDIDATE_FAILURES_MAX = 16;

    private enum Phase {
        CONNECTING,
        OPEN,
        CLOSED
    }

    /** What a connection wants of the transport that it belongs to. */
    interface Rim {
        long nowNanos();

        boolean signal(PeerId to, PeerSignal signal);

        void emit(TransportEvent event);

        void complain(String format, Object... arguments);

        /** The connection is over; its last event was emitted. */
        void forget(Connection connection);
    }

    private final ConnectionId id;
    private final ConnectionRole role;
    private final Rim rim;
    private final NativePeer peer;
    private final Negotiation negotiation;
    private final Set<Channel> opened = EnumSet.noneOf(Channel.class);
    private final Set<Channel> refused = EnumSet.noneOf(Channel.class);
    private final EarlyMessages early = new EarlyMessages();
    private final List<String> candidateFailures = new ArrayList<>();
    private final Counts counts = new Counts();

    private Phase phase = Phase.CONNECTING;
    private PeerId remoteId;
    private Route route = Route.UNKNOWN;
    private Reachability reachability = Reachability.REACHABLE;
    private int messageBytesMax;
    private long connectDeadlineNanos;
    private long drainCheckNanos = Transport.NO_DEADLINE;
    private long routeCheckNanos;
    private long stallCheckNanos = Transport.NO_DEADLINE;

    /** What opening a connection takes beside the connection itself. */
    record Setup(ConnectionId id, ConnectionRole role, ConnectionTag tag, PeerId remoteId, long connectDeadlineNanos) {}

    Connection(Setup setup, NativeEngine engine, Inbox inbox, WebRtcConfig.Limits limits, Rim rim) {
        id = setup.id();
        role = setup.role();
        remoteId = setup.remoteId();
        connectDeadlineNanos = setup.connectDeadlineNanos();
        this.rim = rim;
        peer = new NativePeer(engine, inbox, limits, this);
        negotiation = new Negotiation(role, setup.tag(), peer, this);
    }

    ConnectionId id() {
        return id;
    }

    PeerId remoteId() {
        return remoteId;
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    Negotiation negotiation() {
        return negotiation;
    }

    void rebind(PeerId to) {
        remoteId = to;
    }

    SendOutcome send(Channel channel, Payload payload) {
        if (phase != Phase.OPEN) {
            return SendOutcome.NOT_OPEN;
        }
        if (payload.isEmpty()) {
            return SendOutcome.EMPTY;
        }
        if (payload.size() > messageBytesMax) {
            return SendOutcome.TOO_LARGE;
        }
        if (!counts.fits(channel, payload.size(), peer)) {
            refused.add(channel);
            drainCheckNanos = 0;
            return SendOutcome.FULL;
        }
        peer.send(channel, payload);
        counts.sent(channel, payload.size());
        if (stallCheckNanos == Transport.NO_DEADLINE) {
            stallCheckNanos = rim.nowNanos() + StallWatch.LOOK_INTERVAL.toNanos();
        }
        return SendOutcome.TAKEN;
    }

    int bufferedBytes(Channel channel) {
        return phase == Phase.OPEN ? peer.bufferedBytes(channel) : 0;
    }

    ConnectionStats stats() {
        return counts.toStats(route);
    }

    boolean restartIce() {
        return phase == Phase.OPEN && negotiation.restart();
    }

    void advance(long nowNanos) {
        negotiation.advance(nowNanos);
        if (phase == Phase.CONNECTING && nowNanos >= connectDeadlineNanos) {
            close(CloseReason.TIMED_OUT, timeoutDetail());
        }
        if (phase == Phase.OPEN && nowNanos >= routeCheckNanos) {
            askForRoute(nowNanos);
        }
        if (phase == Phase.OPEN && nowNanos >= stallCheckNanos) {
            lookForStall(nowNanos);
        }
        if (phase == Phase.OPEN && !refused.isEmpty() && nowNanos >= drainCheckNanos) {
            drainCheckNanos = nowNanos + DRAIN_CHECK_NANOS;
            refused.removeIf(this::reportIfDrained);
        }
    }

    long nextDeadlineNanos() {
        return switch (phase) {
            case CONNECTING -> connectDeadlineNanos;
            case OPEN ->
                Math.min(
                        Math.min(routeCheckNanos, stallCheckNanos),
                        Math.min(
                                negotiation.nextDeadlineNanos(),
                                refused.isEmpty() ? Transport.NO_DEADLINE : drainCheckNanos));
            case CLOSED -> Transport.NO_DEADLINE;
        };
    }

    /** Ends the connection with its one last event. A second call does nothing. */
    void close(CloseReason reason, String detail) {
        if (phase != Phase.CLOSED) {
            phase = Phase.CLOSED;
            peer.close();
            early.forget();
            rim.emit(new TransportEvent.ConnectionClosed(id, remoteId, reason, detail));
            rim.forget(this);
        }
    }

    @Override
    public long nowNanos() {
        return rim.nowNanos();
    }

    @Override
    public void signal(PeerSignal signal) {
        if (!rim.signal(remoteId, signal) && phase == Phase.CONNECTING) {
            close(CloseReason.UNREACHABLE, "signalling was lost before the peers agreed on a connection");
        }
    }

    /** An open connection needs no signalling, and its peer may have a new id there. */
    void unknownToSignalling() {
        if (phase == Phase.CONNECTING) {
            close(CloseReason.UNREACHABLE, "nobody in the room has that id");
        }
    }

    @Override
    public void agreed() {
        routeCheckNanos = rim.nowNanos() + ROUTE_SETTLING_NANOS;
        openIfReady();
    }

    @Override
    public void complain(String format, Object... arguments) {
        rim.complain(format, arguments);
    }

    @Override
    public void impossible(String detail) {
        close(CloseReason.PROTOCOL, detail);
    }

    @Override
    public void offerMade(String sdp) {
        whileAlive(() -> negotiation.onOfferMade(sdp));
    }

    @Override
    public void answerMade(String sdp) {
        whileAlive(() -> negotiation.onAnswerMade(sdp));
    }

    @Override
    public void remoteApplied() {
        whileAlive(negotiation::onRemoteApplied);
    }

    @Override
    public void negotiationFailed(String detail) {
        whileAlive(() -> negotiation.onFailed(detail));
    }

    @Override
    public void candidateFound(String candidate, String mid, int lineIndex) {
        whileAlive(() -> negotiation.onCandidateFound(candidate, mid, lineIndex));
    }

    @Override
    public void candidateFailed(String url, int code, String detail) {
        whileAlive(() -> {
            if (candidateFailures.size() < CANDIDATE_FAILURES_MAX) {
                candidateFailures.add(url + " answered " + code + " " + detail);
                rim.emit(new TransportEvent.CandidateFailed(id, url, code, detail));
            }
        });
    }

    @Override
    public void pathChanged(Reachability changed) {
        if (phase == Phase.OPEN && changed != reachability) {
            reachability = changed;
            rim.emit(new TransportEvent.ReachabilityChanged(id, changed));
            if (changed == Reachability.REACHABLE) {
                askForRoute(rim.nowNanos());
            }
        }
    }

    @Override
    public void routeRead(Route read) {
        if (phase == Phase.OPEN && !read.equals(route) && !read.equals(Route.UNKNOWN)) {
            route = read;
            rim.emit(new TransportEvent.RouteChanged(id, read));
        }
    }

    @Override
    public void channelOpened(Channel channel) {
        opened.add(channel);
        openIfReady();
    }

    @Override
    public void channelClosed(Channel channel) {
        close(CloseReason.PEER, "the peer closed the channel " + channel.label());
    }

    @Override
    public void messageReceived(Channel channel, Payload payload) {
        if (phase == Phase.OPEN) {
            counts.received(payload.size());
            rim.emit(new TransportEvent.MessageReceived(id, channel, payload));
        } else if (phase == Phase.CONNECTING && !early.keep(channel, payload)) {
            close(CloseReason.PROTOCOL, "the peer sent too much before its connection was open");
        }
    }

    @Override
    public void inboxOverrun() {
        close(CloseReason.OVERRUN, "more arrived than was fetched; poll more often");
    }

    /**
     * On a busy machine the library may report open channels before it reports that it has taken the answer which they
     * rest on.
     */
    private void openIfReady() {
        if (phase == Phase.CONNECTING && opened.size() == Channel.values().length && negotiation.hasAgreed()) {
            open();
        }
    }

    private void open() {
        var local = negotiation.local();
        var remote = negotiation.remote();
        if (local.isEmpty() || remote.isEmpty()) {
            throw new IllegalStateException("channels opened before both descriptions were known");
        }
        phase = Phase.OPEN;
        messageBytesMax = remote.get().messageBytesMax();
        rim.emit(new TransportEvent.ConnectionOpened(
                id,
                new ConnectionDetails(
                        remoteId, role, local.get().fingerprint(), remote.get().fingerprint(), messageBytesMax)));
        early.release(this::messageReceived);
        askForRoute(rim.nowNanos());
    }

    private void askForRoute(long nowNanos) {
        routeCheckNanos = nowNanos + ROUTE_CHECK_NANOS;
        peer.askForRoute();
    }

    private void lookForStall(long nowNanos) {
        if (counts.stalled(nowNanos, reachability, peer)) {
            close(
                    CloseReason.STALLED,
                    "nothing that was sent has left this side for " + StallWatch.PATIENCE.toSeconds()
                            + " s although the path answers; open a new connection");
        } else {
            stallCheckNanos = counts.mayWait() ? nowNanos + StallWatch.LOOK_INTERVAL.toNanos() : Transport.NO_DEADLINE;
        }
    }

    private boolean reportIfDrained(Channel channel) {
        if (counts.buffered(channel, peer) > channel.bufferBytesMax() / 2) {
            return false;
        }
        rim.emit(new TransportEvent.ChannelWritable(id, channel));
        return true;
    }

    private String timeoutDetail() {
        String stage = negotiation.remote().isPresent()
                ? "the peer answered, but no route to it was found"
                : "the peer did not answer through signalling";
        return candidateFailures.isEmpty() ? stage : stage + "; " + String.join(", ", candidateFailures);
    }

    private void whileAlive(Runnable step) {
        if (phase != Phase.CLOSED) {
            step.run();
        }
    }
}
