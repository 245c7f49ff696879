package dev.muster.signalling;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.ReadyState;
import org.java_websocket.exceptions.IncompleteHandshakeException;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.Handshakedata;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;

/**
 * WebSockets by the Java-WebSocket library. Each has two threads of its own, all of them daemons.
 *
 * <p>A server that falls silent is found out by pings, within one and a half times {@link #PING_PERIOD}; one that reads
 * no more is found out sooner when there is much to say.
 */
final class JavaWebSockets implements WebSockets {
    /** Often enough for the idle time-outs of proxies, which begin at 30 seconds. */
    static final Duration PING_PERIOD = Duration.ofSeconds(20);

    /** How many frames may wait to be written; a full room of 64 coming back is told about ten each. */
    static final int UNSENT_FRAMES_MAX = 2_048;

    /** How long they may be together: 64 long offers at once. */
    static final int UNSENT_BYTES_MAX = 4 * 1024 * 1024;

    /** How long a socket that was closed on this side may take to write what waits. */
    static final Duration LINGER = Duration.ofSeconds(2);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int BAD_GATEWAY = 502;

    private final int frameBytesMax;
    private final Optional<SSLContext> tls;

    /**
     * Sockets of one kind.
     *
     * @param frameBytesMax a longer frame ends the socket
     * @param tls for {@code wss}; the system's trust store if empty
     */
    JavaWebSockets(int frameBytesMax, Optional<SSLContext> tls) {
        this.frameBytesMax = frameBytesMax;
        this.tls = tls;
    }

    @Override
    public Socket open(URI uri, Listener listener) {
        var response = new Answer();
        var client = new Client(uri, new ReadingDraft(frameBytesMax, response), response, listener);
        if (uri.getScheme().equals("wss")) {
            tls.ifPresent(context -> client.setSocketFactory(context.getSocketFactory()));
        }
        client.setDaemon(true);
        client.setTcpNoDelay(true);
        client.setConnectionLostTimeout((int) PING_PERIOD.toSeconds());
        client.connect();
        return client;
    }

    /**
     * What of the server's answer to the handshake matters when it is a refusal. One thread writes it, before the end.
     */
    private static final class Answer {
        private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: |\r)");
        private static final Pattern RETRY_AFTER =
                Pattern.compile("\r\nretry-after:[ \t]*([0-9]{1,6})[ \t]*\r\n", Pattern.CASE_INSENSITIVE);

        private volatile int status;
        private volatile Optional<Duration> retryAfter = Optional.empty();

        void read(String head) {
            Matcher found = STATUS.matcher(head);
            status = found.lookingAt() ? Integer.parseInt(found.group(1)) : 0;
            Matcher wish = RETRY_AFTER.matcher(head);
            retryAfter =
                    wish.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(wish.group(1)))) : Optional.empty();
        }

        boolean isRefusal() {
            return status != 0 && status != SWITCHING_PROTOCOLS;
        }

        /** Whether the same request will be refused again. */
        boolean forbids() {
            return status >= 400 && status < 500 && status != TOO_MANY_REQUESTS && status != REQUEST_TIMEOUT;
        }

        int status() {
            return status;
        }

        Optional<Duration> retryAfter() {
            return retryAfter;
        }
    }

    /** Keeps the head of the server's answer, which the library throws away when it is a refusal. */
    private static final class ReadingDraft extends Draft_6455 {
        private static final int HEAD_BYTES_MAX = 16 * 1024;

        private final int frameBytesMax;
        private final Answer response;

        ReadingDraft(int frameBytesMax, Answer response) {
            super(List.of(), List.of(new Protocol("")), frameBytesMax);
            this.frameBytesMax = frameBytesMax;
            this.response = response;
        }

        @Override
        public Handshakedata translateHandshake(ByteBuffer buffer) throws InvalidHandshakeException {
            String head = StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString();
            if (!head.contains("\r\n\r\n")) {
                if (head.length() > HEAD_BYTES_MAX) {
                    throw new InvalidHandshakeException("the answer has no end within " + HEAD_BYTES_MAX + " bytes");
                }
                throw new IncompleteHandshakeException(HEAD_BYTES_MAX);
            }
            response.read(head);
            return super.translateHandshake(buffer);
        }

        @Override
        public Draft copyInstance() {
            return new ReadingDraft(frameBytesMax, response);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private static final class Client extends WebSocketClient implements Socket {
        private final Answer response;
        private final Listener listener;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile Optional<Exception> failure = Optional.empty();

        Client(URI uri, Draft draft, Answer response, Listener listener) {
            super(uri, draft, Map.of(), (int) CONNECT_TIMEOUT.toMillis());
            this.response = response;
            this.listener = listener;
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            // The room is joined when the server gives an id, not before.
        }

        @Override
        public void onMessage(String text) {
            listener.received(text);
        }

        @Override
        public void onError(Exception e) {
            // What matters is followed by onClose; this says why.
            if (failure.isEmpty()) {
                failure = Optional.of(e);
            }
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            if (ended.compareAndSet(false, true)) {
                listener.ended(new End(describe(code, reason), response.retryAfter(), response.forbids()));
            }
            if (code == CloseFrame.ABNORMAL_CLOSE) {
                letGoOfTheSocket();
            }
        }

        @Override
        public void send(String text) {
            if (!isOpen()) {
                return;
            }
            if (hasRoomFor(text)) {
                super.send(text);
            } else {
                failure = Optional.of(new IOException("it does not read what is sent. It is overloaded or stuck."));
                closeConnection(CloseFrame.ABNORMAL_CLOSE, "");
            }
        }

        /** What waits is looked at and not counted, since only the library knows what it has written. */
        private boolean hasRoomFor(String text) {
            Collection<ByteBuffer> unsent = ((WebSocketImpl) getConnection()).outQueue;
            long bytes = text.length();
            for (ByteBuffer frame : unsent) {
                bytes += frame.remaining();
            }
            return unsent.size() < UNSENT_FRAMES_MAX && bytes <= UNSENT_BYTES_MAX;
        }

        /**
         * The library closes a socket when its writer is done, and a writer that is stuck never is. Without lingering
         * closing does not wait for it either.
         */
        private void letGoOfTheSocket() {
            java.net.Socket socket = getSocket();
            if (socket == null) {
                return;
            }
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException alreadyBroken) {
                // It is closed for us in any case.
                return;
            }
        }

        @Override
        public boolean hasAddress() {
            InetSocketAddress local = getLocalSocketAddress();
            try {
                return local == null || NetworkInterface.getByInetAddress(local.getAddress()) != null;
            } catch (SocketException e) {
                return true; // Nothing is known against it; the pings will tell.
            }
        }

        @Override
        public void close() {
            if (getReadyState() == ReadyState.OPEN) {
                super.close(CloseFrame.NORMAL);
            }
            // The library would wait for the server's goodbye. This way the writer sends what it has, and ends.
            closeConnection(CloseFrame.NORMAL, "closed on this side");
            // Unless the other side does not read.
            CompletableFuture.delayedExecutor(LINGER.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::letGoOfTheSocket);
        }

        private String describe(int code, String reason) {
            String server = "The signalling server " + uri.getScheme() + "://" + uri.getAuthority();
            if (response.isRefusal()) {
                return server + " refused with HTTP status " + response.status() + ". " + advice();
            }
            Optional<Exception> cause = failure;
            if (cause.isPresent()) {
                return server + " cannot be used: " + explain(cause.get());
            }
            if (uri.getScheme().equals("wss") && response.status() == 0) {
                // The library's reader and writer race for the failed handshake, and only one of them says why.
                return server + " cannot be used: " + tlsFailed("the connection ended during the handshake");
            }
            return server + " closed the connection with code " + code + (reason.isEmpty() ? "." : ": " + reason);
        }

        private String advice() {
            int status = response.status();
            return switch (status) {
                case 400, 404, 405, 426 -> "Check the URL: no signalling server answers there.";
                case 401, 403 -> "Check the token in the URL's query.";
                case 429, 503 -> "It is busy or being restarted.";
                default -> status >= BAD_GATEWAY ? "A proxy before it cannot reach it." : "Check the URL.";
            };
        }

        private static String explain(Exception e) {
            if (e instanceof UnknownHostException) {
                return "its host is unknown. Check the URL and the connection to the internet.";
            }
            if (e instanceof ConnectException || e instanceof SocketTimeoutException) {
                return e.getMessage() + ". Check that it runs, and that the host and port in the URL are right.";
            }
            if (e instanceof SSLException) {
                return tlsFailed(String.valueOf(e.getMessage()));
            }
            return String.valueOf(e.getMessage());
        }

        private static String tlsFailed(String why) {
            return "TLS failed: " + why + ". Check its certificate, or pass an SSLContext that trusts it.";
        }
    }
}
