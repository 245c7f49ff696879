package dev.muster.tcp;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.Fingerprint;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;

/**
 * A TLS stream of frames with a thread that reads and a thread that writes. Everything it learns goes to its owner as
 * tasks; it decides nothing.
 *
 * <p>The plain socket below TLS is kept, because closing that one never waits for a writer that is stuck.
 */
final class FramedSocket {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Small, so that what the operating system holds does not grow old: our own queue is the one that is seen. */
    private static final int SEND_BUFFER_BYTES = 128 * 1024;

    /** How long a stream that closes in good order may take to write what waits. */
    static final int LINGER_MILLIS = 2_000;

    /** What happens on a stream; called on the owner's thread, and never after {@link #onClosed}. */
    interface Handler {
        /** The TLS handshake is done. */
        void onSecured(Fingerprint remote);

        void onFrame(Frame frame);

        void onWritable(Channel channel);

        void onClosed(CloseReason reason, String detail);
    }

    private final Socket plain;
    private final SSLSocket tls;
    private final String name;
    private final InetAddress origin;
    private final Owner owner;
    private final Outbox outbox = new Outbox();
    private final Inflow inflow = new Inflow();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean farewell;
    /** Touched by the owner's thread only. */
    private Handler handler;

    private boolean detached;

    /** Where tasks go, and where time-outs come from. */
    interface Owner {
        /** Runs a task on the owner's thread, later. */
        void later(Runnable task);

        /** Runs a task on some thread after a while, unless everything is closed before. */
        void after(int millis, Runnable task);

        int timeoutMillis();
    }

    FramedSocket(Socket plain, SSLSocket tls, String name, Owner owner, Handler handler) {
        this.plain = plain;
        this.tls = tls;
        this.name = name;
        this.origin = Addresses.originOf(plain);
        this.owner = owner;
        this.handler = handler;
    }

    /** Wraps a connected socket; the side that was dialled asks for a certificate, too. */
    static FramedSocket over(Socket plain, boolean dialled, TlsIdentity identity, Owner owner, Handler handler)
            throws IOException {
        try {
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true);
            plain.setSendBufferSize(SEND_BUFFER_BYTES);
        } catch (SocketException broken) {
            plain.close();
            throw broken;
        }
        String host = plain.getInetAddress().getHostAddress();
        SSLSocket tls =
                (SSLSocket) identity.context().getSocketFactory().createSocket(plain, host, plain.getPort(), true);
        tls.setUseClientMode(!dialled);
        tls.setNeedClientAuth(dialled);
        return new FramedSocket(plain, tls, host + ":" + plain.getPort(), owner, handler);
    }

    void start() {
        daemon("read", this::readAll).start();
    }

    /** Another part of the transport takes over what happens here. */
    void handler(Handler changed) {
        handler = changed;
    }

    boolean send(Frame frame) {
        return outbox.offer(frame);
    }

    /** Sends what may be lost, unless much waits already. */
    boolean sendIfCalm(Frame frame) {
        return outbox.offerIfCalm(frame);
    }

    int bufferedBytes(Channel channel) {
        return outbox.bytes(channel);
    }

    /** A frame was dealt with: the reader may read on. */
    void processed(Frame frame) {
        inflow.leave(frame.payload().size());
    }

    /** The address of the other side as this one sees it. */
    String remoteHost() {
        return plain.getInetAddress().getHostAddress();
    }

    /** See {@link Addresses#originOf}. */
    InetAddress origin() {
        return origin;
    }

    boolean fromThisMachine() {
        return origin.isLoopbackAddress();
    }

    /** Closes in good order: what waits is written, then a goodbye. The handler hears nothing more. */
    void closeGracefully() {
        detached = true;
        farewell = true;
        outbox.finish();
        owner.after(LINGER_MILLIS, this::abort);
    }

    /** Closes at once, without a word. The handler hears nothing more. */
    void closeNow() {
        detached = true;
        abort();
    }

    private void readAll() {
        try {
            plain.setSoTimeout(owner.timeoutMillis());
            tls.startHandshake();
            plain.setSoTimeout(0);
            Fingerprint remote = TlsIdentity.fingerprintOf(tls.getSession().getPeerCertificates()[0]);
            owner.later(() -> tell(h -> h.onSecured(remote)));
            daemon("write", this::writeAll).start();
            var in = new DataInputStream(new BufferedInputStream(tls.getInputStream(), BUFFER_BYTES));
            while (read(in)) {
                // Until the other side says goodbye or the stream ends.
            }
        } catch (Frame.ProtocolException broken) {
            end(CloseReason.PROTOCOL, String.valueOf(broken.getMessage()));
        } catch (EOFException eof) {
            end(CloseReason.LOST, "the stream ended without a goodbye");
        } catch (InterruptedException | IOException | GeneralSecurityException | RuntimeException failure) {
            // What strangers send goes through parsers of the platform, and not all of them keep to their exceptions.
            end(CloseReason.LOST, failure.toString());
        }
    }

    private boolean read(DataInputStream in) throws IOException, InterruptedException {
        Frame frame = Frame.read(in);
        if (frame.type() == Frame.BYE) {
            end(CloseReason.PEER, "closed by the other side");
            return false;
        }
        if (!inflow.enter(frame.payload().size())) {
            return false;
        }
        owner.later(() -> {
            if (detached) {
                processed(frame);
            } else {
                handler.onFrame(frame);
            }
        });
        return true;
    }

    private void writeAll() {
        try {
            var out = new BufferedOutputStream(tls.getOutputStream(), BUFFER_BYTES);
            Optional<Frame> next = outbox.take();
            while (next.isPresent()) {
                write(out, next.get());
                next = outbox.take();
            }
            if (farewell) {
                Frame.bye().write(out);
                out.flush();
                tls.shutdownOutput();
            }
        } catch (InterruptedException | IOException failure) {
            end(CloseReason.LOST, failure.toString());
        }
    }

    private void write(OutputStream out, Frame frame) throws IOException {
        frame.write(out);
        out.flush();
        if (outbox.written(frame)) {
            frame.channel().ifPresent(channel -> owner.later(() -> tell(h -> h.onWritable(channel))));
        }
    }

    private void end(CloseReason reason, String detail) {
        owner.later(() -> {
            tell(h -> h.onClosed(reason, detail));
            detached = true;
        });
        abort();
    }

    private void abort() {
        if (ended.compareAndSet(false, true)) {
            outbox.finish();
            inflow.close();
            try {
                plain.close();
            } catch (IOException alreadyBroken) {
                // It is closed for us in any case.
                return;
            }
        }
    }

    private void tell(Consumer<Handler> what) {
        if (!detached) {
            what.accept(handler);
        }
    }

    private Thread daemon(String role, Runnable task) {
        var thread = new Thread(task, "muster-tcp-" + role + "-" + name);
        thread.setDaemon(true);
        return thread;
    }
}
