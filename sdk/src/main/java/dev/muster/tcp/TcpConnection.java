package dev.muster.tcp;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionDetails;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.ConnectionRole;
import dev.muster.transport.ConnectionStats;
import dev.muster.transport.Fingerprint;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.Route;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One connection to a peer, from offer to end. Lives on the owner's thread. */
final class TcpConnection implements FramedSocket.Handler {
    private static final long NOT_STARTED = Long.MIN_VALUE;

    private static final Route ROUTE = new Route(Route.Kind.DIRECT, Route.Protocol.TLS);

    /** What the answerer was promised: the certificate it will see, and where. */
    private record Invitation(Fingerprint certificate, InetSocketAddress offerer) {}

    private final TcpTransport transport;
    private final ConnectionId id;
    private final PeerId peer;
    private final ConnectionRole role;
    private final UUID token;
    /** Only at the answerer. */
    private final @Nullable Invitation invitation;

    private @Nullable FramedSocket socket;
    private @Nullable Fingerprint remote;
    private boolean accepted;
    private boolean open;
    private boolean closed;
    private long deadlineNanos = NOT_STARTED;
    private long messagesSent;
    private long messagesReceived;
    private long bytesSent;
    private long bytesReceived;

    private TcpConnection(
            TcpTransport transport, ConnectionId id, PeerId peer, UUID token, @Nullable Invitation invitation) {
        this.transport = transport;
        this.id = id;
        this.peer = peer;
        this.token = token;
        this.invitation = invitation;
        this.role = invitation == null ? ConnectionRole.OFFERER : ConnectionRole.ANSWERER;
    }

    static TcpConnection offering(TcpTransport transport, ConnectionId id, PeerId peer, UUID token) {
        return new TcpConnection(transport, id, peer, token, null);
    }

    static TcpConnection offered(TcpTransport transport, ConnectionId id, Word.Offer offer, InetSocketAddress offerer) {
        var invitation = new Invitation(offer.fingerprint(), offerer);
        return new TcpConnection(transport, id, offer.peer(), offer.token(), invitation);
    }

    ConnectionId id() {
        return id;
    }

    PeerId peer() {
        return peer;
    }

    UUID token() {
        return token;
    }

    boolean offering() {
        return role == ConnectionRole.OFFERER && socket == null;
    }

    boolean waitsForAccept() {
        return role == ConnectionRole.ANSWERER && !accepted;
    }

    boolean open() {
        return open;
    }

    boolean closed() {
        return closed;
    }

    /** When its time is over; the first call sets it. */
    long startClock(long nanos) {
        deadlineNanos = deadlineNanos == NOT_STARTED ? nanos : deadlineNanos;
        return deadlineNanos;
    }

    /** Where to dial now; empty if there is nothing to accept. */
    Optional<InetSocketAddress> accept() {
        Invitation invited = invitation;
        boolean first = waitsForAccept() && !closed;
        accepted = true;
        return first && invited != null ? Optional.of(invited.offerer()) : Optional.empty();
    }

    /** The answerer's dial succeeded; TLS comes next. */
    void dialled(FramedSocket dialled) {
        socket = dialled;
    }

    /** The offerer was dialled by the one it invited. */
    void claimed(FramedSocket dialling, Fingerprint shown) {
        socket = dialling;
        remote = shown;
        dialling.handler(this);
        dialling.send(new Word.Welcome().frame());
        opened();
    }

    SendOutcome send(Channel channel, Payload payload) {
        FramedSocket current = socket;
        if (!open || current == null) {
            return SendOutcome.NOT_OPEN;
        }
        if (payload.isEmpty()) {
            return SendOutcome.EMPTY;
        }
        if (payload.size() > Channel.MESSAGE_BYTES_MAX) {
            return SendOutcome.TOO_LARGE;
        }
        if (!current.send(Frame.data(channel, payload))) {
            return SendOutcome.FULL;
        }
        messagesSent++;
        bytesSent += payload.size();
        return SendOutcome.TAKEN;
    }

    int bufferedBytes(Channel channel) {
        FramedSocket current = socket;
        return open && current != null ? current.bufferedBytes(channel) : 0;
    }

    Optional<ConnectionStats> stats() {
        return open
                ? Optional.of(new ConnectionStats(ROUTE, messagesSent, messagesReceived, bytesSent, bytesReceived))
                : Optional.empty();
    }

    /** A message leaves the transport. */
    void delivered(Frame frame) {
        messagesReceived++;
        bytesReceived += frame.payload().size();
        FramedSocket current = socket;
        if (current != null) {
            current.processed(frame);
        }
    }

    @Override
    public void onSecured(Fingerprint shown) {
        FramedSocket current = socket;
        Invitation invited = invitation;
        if (current == null || invited == null) {
            return;
        }
        if (!shown.equals(invited.certificate())) {
            close(CloseReason.PROTOCOL, "the offerer shows another certificate than it announced");
            return;
        }
        remote = shown;
        current.send(new Word.Claim(token).frame());
    }

    @Override
    public void onFrame(Frame frame) {
        Optional<Channel> channel = frame.channel();
        if (channel.isPresent() && open) {
            transport.received(this, channel.get(), frame);
            return;
        }
        FramedSocket current = socket;
        if (current != null) {
            current.processed(frame);
        }
        if (!open && Word.read(frame).filter(Word.Welcome.class::isInstance).isPresent()) {
            opened();
        } else {
            close(CloseReason.PROTOCOL, "a frame of type " + frame.type() + " that makes no sense here");
        }
    }

    @Override
    public void onWritable(Channel channel) {
        if (open) {
            transport.emit(new TransportEvent.ChannelWritable(id, channel));
        }
    }

    @Override
    public void onClosed(CloseReason reason, String detail) {
        close(open || reason != CloseReason.LOST ? reason : CloseReason.UNREACHABLE, detail);
    }

    /** Ends it, and tells the other side if this side wanted it. */
    void close(CloseReason reason, String detail) {
        if (closed) {
            return;
        }
        closed = true;
        open = false;
        FramedSocket current = socket;
        if (current != null && reason == CloseReason.LOCAL) {
            current.closeGracefully();
        } else if (current != null) {
            current.closeNow();
        }
        transport.ended(this, reason, detail);
    }

    private void opened() {
        Fingerprint shown = remote;
        if (open || closed || shown == null) {
            return;
        }
        open = true;
        transport.emit(new TransportEvent.ConnectionOpened(
                id, new ConnectionDetails(peer, role, transport.fingerprint(), shown, Channel.MESSAGE_BYTES_MAX)));
    }
}
