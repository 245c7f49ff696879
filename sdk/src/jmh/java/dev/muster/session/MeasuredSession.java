package dev.muster.session;

import dev.muster.domain.DomainCommand;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.Participant;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import dev.muster.domain.ParticipationMode;
import dev.muster.domain.Submission;
import dev.muster.identity.SessionId;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * One end of a measurement: a host, which plays no part but that of every host; or guests, one after the other, that
 * measure and say what they found. Both wait with {@link SessionLoop#awaitWork}, as games do.
 */
final class MeasuredSession {
    static final String HOST = "host";
    static final String JOINS = "joins";
    static final String TRIPS = "trips";
    static final String POLLED_TRIPS = "polledTrips";

    /** How many are done before the figures so far are said. */
    static final int PORTION = 20;

    /** So that a host's bounds on strangers are not what is measured: 20 a minute. */
    private static final Duration JOIN_PAUSE = Duration.ofMillis(3_200);

    /** So that a guest stays within what one peer may send: 200 frames a second, of all kinds. */
    private static final Duration TRIP_PAUSE = Duration.ofMillis(20);

    private final String server;
    private final SessionId session;
    private final Map<String, long[]> figures = new HashMap<>();
    private Optional<SessionLoop> settled = Optional.empty();

    private MeasuredSession(String server, SessionId session) {
        this.server = server;
        this.session = session;
    }

    /**
     * The entry of the process.
     *
     * @param arguments the server's URL, then {@code host} or the id of the session
     */
    public static void main(String[] arguments) throws InterruptedException {
        var orders = new RealOrders();
        if (arguments[1].equals(HOST)) {
            HostedSession hosted = new P2PLoopBuilder()
                    .buildSessionHost(arguments[0], List.of(), "The benchmark", "Host")
                    .join();
            say("session " + hosted.sessionId());
            orders.listen(hosted.loop()::wakeUp);
            while (orders.next().isEmpty()) { // The only one it gets is that whoever started it is gone.
                step(hosted.loop(), SessionLoop.POLL_INTERVAL);
            }
        } else {
            new MeasuredSession(arguments[0], SessionId.parse(arguments[1])).obey(orders);
        }
        System.exit(0);
    }

    private void obey(RealOrders orders) throws InterruptedException {
        orders.listen(() -> {});
        while (true) {
            Optional<List<String>> order = orders.next();
            if (order.isEmpty()) {
                idle(Duration.ofMillis(10));
                continue;
            }
            String what = order.get().get(0);
            if (what.equals(RealOrders.QUIT)) {
                return;
            }
            int count = Integer.parseInt(order.get().get(1));
            for (int i = 0; i < count; i++) {
                long figure = what.equals(JOINS) ? join() : travel(what.equals(POLLED_TRIPS));
                figures.merge(what, new long[] {figure}, MeasuredSession::together);
                idle(what.equals(JOINS) ? JOIN_PAUSE : TRIP_PAUSE);
            }
            say(what + " " + percentiles(figures.getOrDefault(what, new long[0])));
        }
    }

    /** The time from nothing to a lobby that can be seen, each time by somebody new. */
    private long join() {
        long begun = System.nanoTime();
        SessionLoop loop = build();
        long nanos = System.nanoTime() - begun;
        loop.close();
        return nanos;
    }

    private SessionLoop build() {
        return new P2PLoopBuilder()
                .buildSessionGuest(server, session, List.of())
                .join()
                .loop();
    }

    /**
     * The time from submitting a command to seeing in the own lobby what the host made of it.
     *
     * @param polled whether the game polls as soon as it has submitted, instead of waiting for work at once
     */
    private long travel(boolean polled) throws InterruptedException {
        if (settled.isEmpty()) {
            settled = Optional.of(settle());
        }
        SessionLoop loop = settled.get();
        Optional<ParticipationMode> before = mode(loop);
        long begun = System.nanoTime();
        submit(loop, new ToggleParticipationMode(loop.lobbyId(), loop.localParticipantId(), loop.localParticipantId()));
        if (polled) {
            loop.poll();
        }
        while (mode(loop).equals(before)) {
            step(loop, SessionLoop.POLL_INTERVAL);
        }
        return System.nanoTime() - begun;
    }

    private SessionLoop settle() throws InterruptedException {
        SessionLoop loop = build();
        submit(loop, new JoinLobby(loop.lobbyId(), "Guest"));
        while (mode(loop).isEmpty()) {
            step(loop, SessionLoop.POLL_INTERVAL);
        }
        return loop;
    }

    private static Optional<ParticipationMode> mode(SessionLoop loop) {
        return loop.lobby()
                .flatMap(lobby -> lobby.participant(loop.localParticipantId()))
                .map(Participant::mode);
    }

    private static void submit(SessionLoop loop, DomainCommand command) {
        if (!(loop.submitCommand(command) instanceof Submission.Queued)) {
            throw new IllegalStateException("refused: " + command);
        }
    }

    /** Lets time pass as a game does, be there a session or none. */
    private void idle(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            if (settled.isPresent()) {
                step(settled.get(), Duration.ofNanos(left));
            } else {
                Thread.sleep(Duration.ofNanos(left).toMillis() + 1);
            }
        }
    }

    private static void step(SessionLoop loop, Duration most) throws InterruptedException {
        loop.awaitWork(most.compareTo(SessionLoop.POLL_INTERVAL) < 0 ? most : SessionLoop.POLL_INTERVAL);
        loop.poll();
        loop.domain().drainEvents();
        loop.drainPeerEvents();
    }

    private static long[] together(long[] some, long[] more) {
        return LongStream.concat(Arrays.stream(some), Arrays.stream(more)).toArray();
    }

    private static String percentiles(long[] nanos) {
        long[] sorted = Arrays.copyOfRange(nanos, nanos.length / 4, nanos.length);
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms, p95 %.2f ms",
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.95)] / 1e6);
    }

    /** With a mark, because the native library prints lines of its own. */
    private static void say(String line) {
        System.out.println("@ " + line);
        System.out.flush();
    }
}
