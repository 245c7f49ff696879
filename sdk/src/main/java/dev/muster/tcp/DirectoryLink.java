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
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The line of a member to the directory: dials it, says who is here, and dials again when it breaks. */
final class DirectoryLink implements FramedSocket.Handler {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), 1.6, Duration.ofSeconds(5), 0.3);

    private final TcpTransport transport;
    private final PeerId self;
    private final List<Endpoint> endpoints;
    private final DialPolicy policy;
    private final Dialer dialer;
    private final SplittableRandom random;
    private int failures;
    private @Nullable FramedSocket socket;
    private @Nullable InetAddress address;
    private boolean joined;
    private boolean closed;

    DirectoryLink(TcpTransport transport, PeerId self, TcpConfig config, long seed) {
        this.transport = transport;
        this.self = self;
        this.endpoints = config.directory();
        this.policy = DialPolicy.DEFAULT.withAttemptTimeout(config.connectTimeout());
        // The penalties are its own: on one machine all peers dial one directory, which is back at once after a
        // restart.
        var tracker = new DialTracker(self.toString(), new EndpointPenalties(System::nanoTime));
        this.random = new SplittableRandom(seed);
        this.dialer = new Dialer("tcp-" + transport.port(), tracker, random.split());
    }

    void dial() {
        var unused = dialer.dial(endpoints, policy, DirectoryLink::connect).whenComplete((dialled, failure) -> {
            if (dialled == null) {
                var unusedToo = transport.later(() -> lost("the directory cannot be reached: " + failure));
            } else if (!transport.later(() -> dialled(dialled.connection()))) {
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

    private void dialled(Socket plain) {
        try {
            if (closed) {
                plain.close();
                return;
            }
            address = plain.getInetAddress();
            FramedSocket secured = transport.frame(plain, false, this);
            socket = secured;
            secured.start();
        } catch (IOException failure) {
            // It broke while it was framed, and is closed with that.
            lost(failure.toString());
        }
    }

    @Override
    public void onSecured(Fingerprint remote) {
        FramedSocket current = socket;
        if (current != null) {
            current.send(new Word.Join(self).frame());
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
        if (word instanceof Word.Welcome) {
            joined = true;
            failures = 0;
            transport.signallingJoined();
        } else if (joined) {
            transport.told(word);
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
        joined = false;
        socket = null;
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
