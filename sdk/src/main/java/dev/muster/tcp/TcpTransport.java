package dev.muster.tcp;

import dev.muster.dial.Endpoint;
import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.ConnectionStats;
import dev.muster.transport.Fingerprint;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transport over TCP and TLS; see the package documentation.
 *
 * <p>Threads of sockets only put tasks into the {@link Inbox}; everything else happens on the thread of the owner,
 * within {@link #poll} and the commands.
 */
public final class TcpTransport implements Transport {
    private final TcpConfig config;
    private final SecureRandom secureRandom = new SecureRandom();
    private final TlsIdentity identity = TlsIdentity.create(secureRandom);
    private final PeerId self = new PeerId(UUID.randomUUID());
    private final Inbox inbox = new Inbox();
    private final Timers timers = new Timers();
    private final Listener listener;
    private final Strangers strangers = new Strangers(this);
    private final Connections connections;
    private final @Nullable Directory directory;
    private final @Nullable DirectoryLink link;
    private long nowNanos;
    private boolean idAssigned;
    private boolean signallingLost;
    private boolean closed;

    private TcpTransport(TcpConfig config, Listener listener) {
        this.config = config;
        this.listener = listener;
        this.connections = new Connections(config.connectTimeout());
        boolean first = config.directory().isEmpty();
        this.directory =
                first ? new Directory(self, identity.fingerprint(), new Room(config.room()), this::told) : null;
        this.link = first ? null : new DirectoryLink(this, self, config, secureRandom.nextLong());
    }

    /**
     * Listens, and joins the session or begins it.
     *
     * @param config how
     * @return the transport
     * @throws IOException if it cannot listen: the port is taken, or the address is not one of this machine
     */
    public static TcpTransport open(TcpConfig config) throws IOException {
        var transport = new TcpTransport(config, new Listener(config.bindAddress(), config.port()));
        transport.listener.start(transport.strangers::arrived);
        if (transport.link != null) {
            transport.link.dial();
        } else {
            transport.signallingJoined();
        }
        return transport;
    }

    /**
     * Where others reach this process, and the directory if this process keeps it. With a wildcard as bind address
     * these are all addresses that this machine has now: those of the LAN first, loopback last.
     *
     * @return to be given to {@link TcpConfig#joining(List)}; whoever dials finds out which one leads here
     */
    public List<Endpoint> endpoints() {
        return Addresses.of(config.bindAddress()).stream()
                .map(host -> Endpoint.of("tcp", host, port()))
                .toList();
    }

    /**
     * The first of {@link #endpoints}: an address of the LAN where there is one, else this machine's own.
     *
     * @return to be shown to a person who has room for one only
     */
    public Endpoint endpoint() {
        return endpoints().get(0);
    }

    @Override
    public Optional<TransportEvent> poll(long now) {
        nowNanos = Math.max(nowNanos, now);
        if (nowNanos >= connections.earliestDeadlineNanos()) {
            connections.expire(nowNanos);
        }
        return inbox.poll();
    }

    @Override
    public long nextDeadlineNanos() {
        return connections.earliestDeadlineNanos();
    }

    @Override
    public void onWakeUp(Runnable hook) {
        inbox.hook(hook);
    }

    @Override
    public ConnectionId connect(PeerId peer) {
        ConnectionId id = connections.newId();
        if (closed) {
            return id;
        }
        var connection = TcpConnection.offering(this, id, peer, UUID.randomUUID());
        connections.add(connection, nowNanos);
        var offer = new Word.Offer(peer, connection.token(), identity.fingerprint(), port(), "");
        if (!connection.closed() && !tell(offer)) {
            connection.close(CloseReason.UNREACHABLE, "the directory is away; wait until it is restored");
        }
        return id;
    }

    @Override
    public void accept(ConnectionId id) {
        TcpConnection connection = connections.get(id);
        if (connection != null) {
            connection.accept().ifPresent(offerer -> startDial(connection, offerer));
        }
    }

    @Override
    public SendOutcome send(ConnectionId id, Channel channel, Payload payload) {
        TcpConnection connection = connections.get(id);
        return connection == null ? SendOutcome.NOT_OPEN : connection.send(channel, payload);
    }

    @Override
    public int bufferedBytes(ConnectionId id, Channel channel) {
        TcpConnection connection = connections.get(id);
        return connection == null ? 0 : connection.bufferedBytes(channel);
    }

    @Override
    public Optional<ConnectionStats> stats(ConnectionId id) {
        TcpConnection connection = connections.get(id);
        return connection == null ? Optional.empty() : connection.stats();
    }

    /** Never: a TCP connection cannot change its path. */
    @Override
    public boolean restartIce(ConnectionId id) {
        return false;
    }

    /** Nothing to do: ids never change here, and no connection needs the directory once it is open. */
    @Override
    public void rebind(ConnectionId id, PeerId peer) {}

    @Override
    public void closeConnection(ConnectionId id) {
        TcpConnection connection = connections.get(id);
        if (connection == null) {
            return;
        }
        if (connection.waitsForAccept()) {
            tell(new Word.Refuse(connection.peer(), connection.token()));
        }
        connection.close(CloseReason.LOCAL, "closed by this side");
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        listener.close();
        strangers.close();
        connections.all().forEach(connection -> connection.close(CloseReason.LOCAL, "all is closed"));
        if (directory != null) {
            directory.close();
        }
        if (link != null) {
            link.close();
        }
        inbox.close();
        timers.finish(FramedSocket.LINGER_MILLIS);
    }

    int port() {
        return listener.port();
    }

    Fingerprint fingerprint() {
        return identity.fingerprint();
    }

    int timeoutMillis() {
        return (int) config.connectTimeout().toMillis();
    }

    /** False if everything is closed: then the task will not run. */
    boolean later(Runnable task) {
        return inbox.add(task);
    }

    /** Answers with what takes it back. */
    Runnable after(int millis, Runnable task) {
        return timers.after(millis, task);
    }

    void emit(TransportEvent event) {
        inbox.emit(event);
    }

    /** Puts TLS and frames around a socket. */
    FramedSocket frame(Socket plain, boolean dialled, FramedSocket.Handler handler) throws IOException {
        var owner = new FramedSocket.Owner() {
            @Override
            public void later(Runnable task) {
                var unused = inbox.add(task);
            }

            @Override
            public void after(int millis, Runnable task) {
                timers.after(millis, task);
            }

            @Override
            public int timeoutMillis() {
                return TcpTransport.this.timeoutMillis();
            }
        };
        return FramedSocket.over(plain, dialled, identity, owner, handler);
    }

    void received(TcpConnection connection, Channel channel, Frame frame) {
        emit(new TransportEvent.MessageReceived(connection.id(), channel, frame.payload()));
        connection.delivered(frame);
    }

    void ended(TcpConnection connection, CloseReason reason, String detail) {
        connections.remove(connection);
        emit(new TransportEvent.ConnectionClosed(connection.id(), connection.peer(), reason, detail));
    }

    void signallingJoined() {
        if (signallingLost) {
            signallingLost = false;
            emit(new TransportEvent.SignallingRestored());
        }
        if (!idAssigned) {
            idAssigned = true;
            emit(new TransportEvent.LocalIdAssigned(self));
        }
    }

    void signallingLost(String why, Duration retryIn) {
        if (!signallingLost) {
            signallingLost = true;
            emit(new TransportEvent.SignallingLost(why, Optional.of(retryIn)));
        }
    }

    /** A stranger said what it wants. */
    void introduced(FramedSocket socket, Fingerprint shown, Word word) {
        if (word instanceof Word.Join join && directory != null) {
            directory.join(socket, shown, join);
        } else if (word instanceof Word.Claim claim) {
            connections
                    .offeredWith(claim.token())
                    .ifPresentOrElse(connection -> connection.claimed(socket, shown), socket::closeNow);
        } else {
            socket.closeNow();
        }
    }

    /** A word of the directory. */
    void told(Word word) {
        if (word instanceof Word.Announce announce) {
            emit(new TransportEvent.PeerAnnounced(announce.peer()));
        } else if (word instanceof Word.Withdraw withdraw) {
            emit(new TransportEvent.PeerWithdrawn(withdraw.peer()));
        } else if (word instanceof Word.Offer offer) {
            offered(offer);
        } else if (word instanceof Word.Refuse refuse) {
            connections
                    .offeredWith(refuse.token())
                    .filter(connection -> connection.peer().equals(refuse.peer()))
                    .ifPresent(connection -> connection.close(CloseReason.PEER, "the other side refused"));
        } else if (word instanceof Word.Unknown unknown) {
            connections
                    .offeredWith(unknown.token())
                    .ifPresent(connection -> connection.close(CloseReason.UNREACHABLE, "nobody has that id"));
        }
    }

    private void offered(Word.Offer offer) {
        connections.makeRoomForAnOffer(offer.peer());
        TcpConnection connection = TcpConnection.offered(this, connections.newId(), offer, addressOf(offer));
        emit(new TransportEvent.ConnectionOffered(connection.id(), offer.peer()));
        connections.add(connection, nowNanos);
    }

    /** On a thread of its own: looking up and connecting may block. */
    private void startDial(TcpConnection connection, InetSocketAddress offerer) {
        var dial = new Thread(() -> dial(connection, offerer), "muster-tcp-dial-" + offerer);
        dial.setDaemon(true);
        dial.start();
    }

    private InetSocketAddress addressOf(Word.Offer offer) {
        InetAddress whereDirectoryIs = link == null ? null : link.address();
        if (offer.host().isEmpty() && whereDirectoryIs != null) {
            return new InetSocketAddress(whereDirectoryIs, offer.port());
        }
        return offer.host().isEmpty()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), offer.port())
                : InetSocketAddress.createUnresolved(offer.host(), offer.port());
    }

    private void dial(TcpConnection connection, InetSocketAddress offerer) {
        var plain = new Socket();
        try {
            InetSocketAddress target = offerer.isUnresolved()
                    ? new InetSocketAddress(offerer.getHostString(), offerer.getPort())
                    : offerer;
            plain.connect(target, timeoutMillis());
            FramedSocket framed = frame(plain, false, connection);
            if (!later(() -> dialled(connection, framed))) {
                framed.closeNow();
            }
        } catch (IOException failure) {
            DirectoryLink.closeQuietly(plain);
            var unused = later(() -> connection.close(CloseReason.UNREACHABLE, offerer + ": " + failure.getMessage()));
        }
    }

    private void dialled(TcpConnection connection, FramedSocket framed) {
        if (closed || connection.closed()) {
            framed.closeNow();
            return;
        }
        connection.dialled(framed);
        framed.start();
    }

    private boolean tell(Word word) {
        if (directory != null) {
            directory.fromSelf(word);
            return true;
        }
        return link != null && link.tell(word);
    }
}
