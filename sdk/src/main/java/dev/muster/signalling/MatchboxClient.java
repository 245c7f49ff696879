package dev.muster.signalling;

import dev.muster.dial.Backoff;
import dev.muster.dial.DialFailure;
import dev.muster.dial.DialPolicy;
import dev.muster.dial.DialStep;
import dev.muster.dial.DialTracker;
import dev.muster.dial.Endpoint;
import dev.muster.dial.EndpointPenalties;
import dev.muster.dial.HedgedDial;
import dev.muster.wire.Decoded;
import dev.muster.wire.MatchboxCodec;
import dev.muster.wire.PeerSignal;
import dev.muster.wire.SignallingEvent;
import dev.muster.wire.SignallingRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of a room on a Matchbox signalling server, for as long as it is wanted: a lost server is dialled again,
 * and the room joined again under a new id, until {@link #close}. Only a server that refuses the very first request
 * for good ends it sooner.
 *
 * <p>Its thread is the owner's. The sockets' threads only leave what they read in a bounded queue.
 */
public final class MatchboxClient implements Signaller {
    /** How many frames wait for the owner; a full room of 64 coming back sends about ten each. */
    static final int WAITING_FRAMES_MAX = 4_096;

    /** How long they may be together: 64 long offers at once, and as much again. */
    static final int WAITING_CHARACTERS_MAX = 8 * 1024 * 1024;

    /** Staying for so long proves that the server works; after a shorter stay the next pause is longer. */
    static final Duration PROVEN = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(MatchboxClient.class);

    private final SignallingConfig config;
    private final WebSockets sockets;
    private final RandomGenerator random;
    private final DialTracker tracker;
    private final ComplaintLog complaints = new ComplaintLog(LOG, this::nowNanos);
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Map<Endpoint, URI> rooms = new HashMap<>();
    private final Map<Integer, Attempt> attempts = new HashMap<>();
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final Queue<SignallingNotice> notices = new ArrayDeque<>();
    private volatile Runnable wakeUp = () -> {};

    /** Present while no room is joined; begins with the first poll. */
    private @Nullable HedgedDial dial;

    private @Nullable Attempt joined;
    private boolean begun;
    private boolean over;
    private boolean joinedBefore;
    private boolean lossTold;
    private int shortStays;
    private long joinedAtNanos;
    private long keepAliveNanos;
    private long nowNanos;

    MatchboxClient(SignallingConfig config, WebSockets sockets, RandomGenerator random, EndpointPenalties penalties) {
        this.config = config;
        this.sockets = sockets;
        this.random = random;
        tracker = new DialTracker("signalling-" + Long.toHexString(random.nextLong()), penalties);
        for (URI room : config.rooms()) {
            Endpoint endpoint = SignallingUrl.endpoint(room).withLabel("server " + (endpoints.size() + 1));
            endpoints.add(endpoint);
            rooms.put(endpoint, room);
        }
    }

    /**
     * Joins at the first poll.
     *
     * @param config where, and how often to say that one is still there
     * @param random spreads the attempts of many clients after a restart of their server
     */
    public static MatchboxClient join(SignallingConfig config, RandomGenerator random) {
        var sockets = new JavaWebSockets(MatchboxCodec.FRAME_LENGTH_MAX, config.tls());
        return new MatchboxClient(config, sockets, random, EndpointPenalties.shared());
    }

    @Override
    public Optional<SignallingNotice> poll(long now) {
        nowNanos = Math.max(nowNanos, now);
        if (!over) {
            advance();
        }
        SignallingNotice notice = notices.poll();
        while (notice == null) {
            Runnable task = inbox.poll();
            if (task == null) {
                return Optional.empty();
            }
            task.run();
            advance();
            notice = notices.poll();
        }
        return Optional.of(notice);
    }

    @Override
    public long nextDeadlineNanos() {
        if (over) {
            return Long.MAX_VALUE;
        }
        if (!begun) {
            return nowNanos;
        }
        return dial != null ? dial.nextDeadlineNanos(nowNanos) : keepAliveNanos;
    }

    @Override
    public void onWakeUp(Runnable hook) {
        wakeUp = hook;
        if (!inbox.isEmpty() || !notices.isEmpty()) {
            hook.run();
        }
    }

    @Override
    public boolean signal(UUID receiver, PeerSignal signal) {
        if (joined == null) {
            return false;
        }
        joined.send(new SignallingRequest.Signal(receiver, signal));
        return true;
    }

    @Override
    public void networkChanged() {
        Attempt current = joined;
        if (current != null && !current.hasAddress()) {
            current.letGo();
            onLost("the address that signalling used is gone");
        }
    }

    @Override
    public void close() {
        over = true;
        dial = null;
        attempts.values().forEach(Attempt::letGo);
        attempts.clear();
        if (joined != null) {
            joined.letGo();
            joined = null;
        }
        inbox.clear();
        notices.clear();
    }

    private long nowNanos() {
        return nowNanos;
    }

    private void advance() {
        if (!begun) {
            begun = true;
            redialAt(nowNanos);
        }
        HedgedDial current = dial;
        if (current != null) {
            Optional<DialStep> step = current.poll(nowNanos);
            while (step.isPresent()) {
                onStep(step.get());
                step = current.poll(nowNanos);
            }
        } else if (joined != null && nowNanos >= keepAliveNanos) {
            joined.send(new SignallingRequest.KeepAlive());
            keepAliveNanos = nowNanos + config.keepAlive().toNanos();
        }
    }

    private void redialAt(long atNanos) {
        DialPolicy policy = DialPolicy.DEFAULT
                .withAttemptTimeout(config.joinTimeout())
                .withRoundsMax(DialPolicy.FOR_EVER)
                .withBackoff(Backoff.SOFT);
        dial = new HedgedDial(endpoints, policy, tracker, random, atNanos);
    }

    private void onStep(DialStep step) {
        if (step instanceof DialStep.Start start) {
            var attempt = new Attempt(start.attempt());
            attempts.put(start.attempt(), attempt);
            attempt.begin(rooms.getOrDefault(start.endpoint(), config.rooms().get(0)));
        } else if (step instanceof DialStep.Abandon abandon) {
            Attempt attempt = attempts.remove(abandon.attempt());
            if (attempt != null) {
                attempt.letGo();
                tellLossIfNothingRuns("no answer within " + config.joinTimeout());
            }
        } else if (step instanceof DialStep.GaveUp gaveUp) {
            over = true;
            dial = null;
            notices.add(new SignallingNotice.Lost(gaveUp.detail(), Optional.empty()));
        }
        // A DialStep.Connected repeats what this client itself reported.
    }

    private void onJoined(Attempt attempt, SignallingEvent.IdAssigned assigned) {
        if (dial == null || !dial.onConnected(attempt.number, nowNanos)) {
            attempt.letGo();
            return;
        }
        advance(); // Lets go of the losers.
        dial = null;
        attempts.remove(attempt.number);
        joined = attempt;
        joinedAtNanos = nowNanos;
        keepAliveNanos = nowNanos + config.keepAlive().toNanos();
        notices.add(new SignallingNotice.Joined(joinedBefore || lossTold));
        notices.add(new SignallingNotice.Heard(assigned));
        joinedBefore = true;
        lossTold = false;
    }

    private void onLost(String detail) {
        joined = null;
        boolean proven = nowNanos - joinedAtNanos >= PROVEN.toNanos();
        shortStays = proven ? 1 : shortStays + 1;
        long pauseNanos = Backoff.SOFT.delayNanos(shortStays, random);
        redialAt(nowNanos + pauseNanos);
        lossTold = true;
        notices.add(new SignallingNotice.Lost(detail, Optional.of(Duration.ofNanos(pauseNanos))));
    }

    private void onFailed(Attempt attempt, WebSockets.End end) {
        attempts.remove(attempt.number);
        if (dial != null) {
            dial.onFailed(attempt.number, failure(end), nowNanos);
            tellLossIfNothingRuns(end.detail());
        }
    }

    /**
     * A server that worked before may refuse for a while, behind a proxy that has just lost it; then it is worth
     * asking again.
     */
    private DialFailure failure(WebSockets.End end) {
        if (end.forbidden() && !joinedBefore) {
            return DialFailure.fatal(end.detail());
        }
        return end.retryAfter()
                .map(wish -> DialFailure.retryAfter(end.detail(), wish))
                .orElseGet(() -> DialFailure.hard(end.detail()));
    }

    private void tellLossIfNothingRuns(String detail) {
        if (lossTold || !attempts.isEmpty() || dial == null) {
            LOG.debug("Still no signalling: {}", detail);
            return;
        }
        long again = dial.nextDeadlineNanos(nowNanos);
        if (again > nowNanos && again != HedgedDial.NO_DEADLINE) {
            lossTold = true;
            notices.add(new SignallingNotice.Lost(detail, Optional.of(Duration.ofNanos(again - nowNanos))));
        }
    }

    /** One socket. */
    private final class Attempt implements WebSockets.Listener {
        private final int number;
        private final AtomicInteger waitingFrames = new AtomicInteger();
        private final AtomicInteger waitingCharacters = new AtomicInteger();
        /** Written by the socket's reader alone. */
        private boolean flooded;

        private WebSockets.@Nullable Socket socket;
        private boolean extended;
        private boolean letGo;

        Attempt(int number) {
            this.number = number;
        }

        void begin(URI room) {
            extended = SignallingUrl.isExtended(room);
            socket = sockets.open(room, this);
        }

        void send(SignallingRequest request) {
            if (socket != null) {
                socket.send(MatchboxCodec.encode(request));
            }
        }

        boolean hasAddress() {
            return socket == null || socket.hasAddress();
        }

        /** From now on nothing that the socket reports counts. */
        void letGo() {
            letGo = true;
            if (socket != null) {
                socket.close();
            }
        }

        @Override
        public void received(String text) {
            if (flooded) {
                return;
            }
            if (waitingFrames.incrementAndGet() <= WAITING_FRAMES_MAX
                    && waitingCharacters.addAndGet(text.length()) <= WAITING_CHARACTERS_MAX) {
                post(() -> {
                    waitingFrames.decrementAndGet();
                    waitingCharacters.addAndGet(-text.length());
                    onFrame(text);
                });
            } else {
                flooded = true;
                post(() -> {
                    letGo();
                    gone(new WebSockets.End("the server sent more than was fetched", Optional.empty(), false));
                });
            }
        }

        @Override
        public void ended(WebSockets.End end) {
            post(() -> gone(end));
        }

        private void onFrame(String frame) {
            Decoded<SignallingEvent> decoded = MatchboxCodec.decodeEvent(frame);
            if (decoded instanceof Decoded.Ok<SignallingEvent> ok) {
                onEvent(ok.value());
            } else if (decoded instanceof Decoded.Rejected<SignallingEvent> rejected) {
                complaints.warn("Ignored a frame of the signalling server: {}", rejected.reason());
            }
        }

        private void onEvent(SignallingEvent event) {
            boolean first = joined != this;
            if (!extended && isExtension(event)) {
                // Whoever did not ask is not sent to servers that he did not name.
                complaints.warn(
                        "Ignored {}, which this client did not ask for.",
                        event.getClass().getSimpleName());
            } else if (first && event instanceof SignallingEvent.IdAssigned assigned) {
                onJoined(this, assigned);
            } else if (!first && !(event instanceof SignallingEvent.IdAssigned)) {
                notices.add(new SignallingNotice.Heard(event));
            } else {
                complaints.warn(
                        "Ignored {} out of turn: the id comes once, and first.",
                        event.getClass().getSimpleName());
            }
        }

        private static boolean isExtension(SignallingEvent event) {
            return event instanceof SignallingEvent.Complaint
                    || event instanceof SignallingEvent.Draining
                    || event instanceof SignallingEvent.IceServers;
        }

        private void gone(WebSockets.End end) {
            if (joined == this) {
                onLost(end.detail());
            } else {
                onFailed(this, end);
            }
        }

        private void post(Runnable task) {
            inbox.add(() -> {
                if (!letGo) {
                    task.run();
                }
            });
            wakeUp.run();
        }
    }
}
