package dev.muster.signalling.server;

import dev.muster.signalling.server.StartException.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Sets up a {@link SignallingServer}. Everything has a default. Not for several threads at once. */
public final class SignallingServerBuilder {
    /** Matchbox's port. */
    public static final int STANDARD_PORT = 3536;

    private InetSocketAddress address = new InetSocketAddress(STANDARD_PORT);
    private Topology topology = Topology.FULL_MESH;
    private Limits limits = Limits.standard();
    private List<String> pathPrefix = List.of();
    private final Set<String> allowedOrigins = new HashSet<>();
    private final Set<InetAddress> trustedProxies = new HashSet<>();
    private Optional<TlsFiles> tls = Optional.empty();
    private Optional<TurnServer> turnServer = Optional.empty();
    private AdmissionPolicy admissionPolicy = AdmissionPolicy.EVERYBODY;
    private PeerListener peerListener = PeerListener.NONE;

    SignallingServerBuilder() {}

    /** Where to listen. The default is port 3536 on every address of this machine. */
    public SignallingServerBuilder address(InetSocketAddress value) {
        address = Objects.requireNonNull(value, "address");
        return this;
    }

    /** Which port to listen on, on the address set before or on every one; 0 for any free one. */
    public SignallingServerBuilder port(int value) {
        return address(
                address.getAddress() == null
                        ? new InetSocketAddress(address.getHostString(), value)
                        : new InetSocketAddress(address.getAddress(), value));
    }

    /** Who of a room connects to whom. The default is everybody to everybody. */
    public SignallingServerBuilder topology(Topology value) {
        topology = Objects.requireNonNull(value, "topology");
        return this;
    }

    /** All limits at once. */
    public SignallingServerBuilder limits(Limits value) {
        limits = Objects.requireNonNull(value, "limits");
        return this;
    }

    /**
     * One limit.
     *
     * @throws IllegalArgumentException if the value is out of the limit's range
     */
    public SignallingServerBuilder limit(Limit limit, long value) {
        limits = limits.with(limit, value);
        return this;
    }

    /** What comes before a room's name, such as {@code /signalling}, where a proxy does not take it away. */
    public SignallingServerBuilder pathPrefix(String value) {
        String trimmed = value.replaceAll("^/+|/+$", "");
        pathPrefix = trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/+", -1));
        return this;
    }

    /** Lets pages of this origin connect, such as {@code https://game.example.org}; those not named may no more. */
    public SignallingServerBuilder allowOrigin(String origin) {
        allowedOrigins.add(Objects.requireNonNull(origin, "origin"));
        return this;
    }

    /** Believes what a proxy at this address writes into {@code X-Forwarded-For}. */
    public SignallingServerBuilder trustProxy(InetAddress proxy) {
        trustedProxies.add(Objects.requireNonNull(proxy, "proxy"));
        return this;
    }

    /** Serves {@code wss} instead of {@code ws}. */
    public SignallingServerBuilder tls(TlsFiles files) {
        tls = Optional.of(files);
        return this;
    }

    /** Gives credentials for this TURN server to clients that ask for our extensions. */
    public SignallingServerBuilder turnServer(TurnServer server) {
        turnServer = Optional.of(server);
        return this;
    }

    /** Who may join. */
    public SignallingServerBuilder admissionPolicy(AdmissionPolicy policy) {
        admissionPolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** Who hears of peers. */
    public SignallingServerBuilder peerListener(PeerListener listener) {
        peerListener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Starts the server. It serves when this returns.
     *
     * @throws StartException if it cannot; the message is a sentence that says what to change
     */
    public SignallingServer start() throws StartException {
        try {
            limits.requireConsistent();
        } catch (IllegalArgumentException e) {
            throw new StartException(Problem.BAD_CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
        long heap = Runtime.getRuntime().maxMemory();
        Limits possible = FileLimit.fit(limits);
        Limits fitted = HeapLimit.fit(possible, tls.isPresent(), heap);
        SignallingServer server = SignallingServer.start(new ServerConfig(
                address,
                topology,
                fitted,
                pathPrefix,
                allowedOrigins,
                trustedProxies,
                tls,
                turnServer,
                admissionPolicy,
                peerListener));
        HeapLimit.tell(possible, fitted, heap);
        return server;
    }
}
