package dev.muster.tcp;

import dev.muster.dial.Backoff;
import dev.muster.dial.DialPolicy;
import dev.muster.dial.DialTracker;
import dev.muster.dial.Dialer;
import dev.muster.dial.Endpoint;
import dev.muster.dial.EndpointPenalties;
import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.Fingerprint;
import dev.muster.transport.PeerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line of a member to the directory: dials it, says who is here, and dials again when it breaks. Where something
 * else listens than the directory of this room, the other addresses are next.
 */
final class DirectoryLink implements FramedSocket.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryLink.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), 1.6, Duration.ofSeconds(5), 0.3);

    /**
     * How long whoever answers has to let this side in before another address is tried; twice as long each time, since
     * a busy directory is slow as well.
     */
    private static final int PATIENCE_MILLIS = 1_000;

    private static final int PATIENCE_DOUBLINGS_MAX = 6;

    private final TcpTransport transport;
    private final PeerId self;
    private final Room room;
    private final List<Endpoint> endpoints;
    /** Where somebody answered, but not as the directory of this room. */
    private final Set<Endpoint> strange = new HashSet<>();

    private final DialPolicy policy;
    private final Dialer dialer;
    private final SplittableRandom random;
    private int failures;
    private @Nullable FramedSocket socket;
    private @Nullable Endpoint endpoint;
    private @Nullable InetAddress address;
    private @Nullable Fingerprint keeper;
    /** Takes back the time-out of the line. */
    private Runnable patience = () -> {};

    private boolean joined;
    private boolean closed;

    DirectoryLink(TcpTransport transport, PeerId self, TcpConfig config, long seed) {
        this.transport = transport;
        this.self = self;
        this.room = new Room(config.room());
        this.endpoints = config.directory();
        this.policy = DialPolicy.DEFAULT.withAttemptTimeout(config.connectTimeout());
        // The penalties are its own: on one machine all peers dial one directory, which is back at once after a
        // restart.
        var tracker = new DialTracker(self.toString(), new EndpointPenalties(System::nanoTime));
        this.random = new SplittableRandom(seed);
        this.dialer = new Dialer("tcp-" + transport.port(), tracker, random.split());
    }

    void dial() {
        var unused = dialer.dial(notStrange(), policy, DirectoryLink::connect).whenComplete((dialled, failure) -> {
            if (dialled == null) {
                LOG.debug("The directory cannot be reached: {}", String.valueOf(failure));
                var unusedToo = transport.later(() -> unreachable("nobody listens on the ports of this session"));
            } else if (!transport.later(() -> dialled(dialled.connection(), dialled.endpoint()))) {
                closeQuietly(dialled.connection());
            }
        });
    }

    /** False if there is no directory now. */
    boolean tell(Word word) {
        FramedSocket current = socket;
        return joined && current != null && current.send(word.frame());
    }

    /** Where the directory was found, and with it everything on its machine. */
    @Nullable
    InetAddress address() {
        return address;
    }

    void close() {
        closed = true;
        dialer.close();
        FramedSocket current = socket;
        if (current != null) {
            current.closeGracefully();
        }
    }

    private static Socket connect(Endpoint endpoint, Duration timeout) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), (int) timeout.toMillis());
            refuseItself(socket);
            return socket;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    /**
     * Where nobody listens, a dial within one machine can meet itself: TCP allows it, and it would hold the port that
     * the directory wants back.
     */
    static void refuseItself(Socket socket) throws IOException {
        if (socket.getLocalPort() == socket.getPort()
                && socket.getLocalAddress().equals(socket.getInetAddress())) {
            throw new IOException("the dial met itself; nobody listens there");
        }
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // It never carried anything.
            return;
        }
    }

    /** Those that may be the directory; all of them when there is none left. */
    private List<Endpoint> notStrange() {
        if (strange.containsAll(endpoints)) {
            strange.clear();
        }
        return endpoints.stream().filter(each -> !strange.contains(each)).toList();
    }

    private void dialled(Socket plain, Endpoint where) {
        try {
            if (closed) {
                plain.close();
                return;
            }
            endpoint = where;
            address = plain.getInetAddress();
            FramedSocket secured = transport.frame(plain, false, this);
            socket = secured;
            patience = transport.after(patienceMillis(), () -> transport.later(() -> giveUpUnlessJoined(secured)));
            secured.start();
        } catch (IOException failure) {
            // It broke while it was framed, and is closed with that.
            lost(failure.toString());
        }
    }

    private int patienceMillis() {
        return endpoints.size() == 1
                ? transport.timeoutMillis()
                : Math.min(transport.timeoutMillis(), PATIENCE_MILLIS << Math.min(failures, PATIENCE_DOUBLINGS_MAX));
    }

    private void giveUpUnlessJoined(FramedSocket waitedFor) {
        if (socket == waitedFor && !joined) {
            broken("whoever answered is no directory, or a very slow one");
        }
    }

    @Override
    public void onSecured(Fingerprint remote) {
        FramedSocket current = socket;
        keeper = remote;
        if (current != null) {
            UUID proof = room.memberProof(remote, transport.fingerprint());
            current.send(new Word.Join(self, proof).frame());
        }
    }

    @Override
    public void onFrame(Frame frame) {
        FramedSocket current = socket;
        if (current != null) {
            current.processed(frame);
        }
        Word.read(frame).ifPresentOrElse(this::heard, () -> broken("the directory speaks another language"));
    }

    @Override
    public void onWritable(Channel channel) {
        // The directory has no channels.
    }

    @Override
    public void onClosed(CloseReason reason, String detail) {
        lost("the line to the directory ended: " + detail);
    }

    private void heard(Word word) {
        Fingerprint shown = keeper;
        if (word instanceof Word.Admit admit && shown != null) {
            admitted(admit, shown);
        } else if (joined) {
            transport.told(word);
        }
    }

    private void admitted(Word.Admit admit, Fingerprint shown) {
        if (room.keeperProof(shown, transport.fingerprint()).equals(admit.proof())) {
            joined = true;
            failures = 0;
            strange.clear();
            patience.run();
            transport.signallingJoined();
        } else {
            broken("the directory is that of another session");
        }
    }

    private void broken(String why) {
        FramedSocket current = socket;
        if (current != null) {
            current.closeNow();
        }
        lost(why);
    }

    private void lost(String why) {
        Endpoint answered = endpoint;
        if (!joined && answered != null) {
            strange.add(answered);
        }
        patience.run();
        joined = false;
        socket = null;
        endpoint = null;
        retry(why);
    }

    /** What nobody answered at may be the directory soon: then those that were strange may be, too. */
    private void unreachable(String why) {
        strange.clear();
        retry(why);
    }

    private void retry(String why) {
        if (!closed) {
            failures++;
            Duration wait = Duration.ofNanos(BACKOFF.delayNanos(failures, random));
            transport.signallingLost(why, wait);
            transport.after((int) wait.toMillis(), () -> transport.later(this::redial));
        }
    }

    private void redial() {
        if (!closed && socket == null) {
            dial();
        }
    }
}
