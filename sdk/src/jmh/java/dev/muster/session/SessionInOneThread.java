package dev.muster.session;

import dev.muster.domain.ActivityTypes;
import dev.muster.domain.EchoChallenge;
import dev.muster.domain.LobbySettings;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import dev.muster.domain.Submission;
import dev.muster.identity.Identity;
import dev.muster.identity.SignatureChecker;
import dev.muster.p2p.P2PLimits;
import dev.muster.p2p.P2PSetup;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A host and its guests with keys of their own, all of them in, over {@link MemoryTransport}. */
final class SessionInOneThread {
    static final int BATCH = P2PLimits.BATCH_SIZE_MAX;

    private static final P2PLimits LIMITS = new P2PLimits(BATCH, P2PLimits.QUEUE_SIZE_MAX);
    private static final int TURNS_MAX = 100_000;

    /** Not so many turns: some of what is missed is sent after a pause, and idle turns are quick. */
    private static final long CATCH_UP_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);

    private final SecureRandom random = new SecureRandom();
    private final SteppedClock clock = new SteppedClock();
    private final MemoryTransport.Room room = new MemoryTransport.Room();
    private final HostedSession hosted;
    private final ToggleParticipationMode toggle;
    private final List<Guest> guests = new ArrayList<>();

    /** One guest and its end of the wire. */
    record Guest(SessionLoop loop, MemoryTransport transport) {}

    /** The time of this machine, with what was skipped; or it stands still. */
    private static final class SteppedClock implements SessionClock.Source {
        private long skippedNanos;
        private Optional<Long> stopped = Optional.empty();

        @Override
        public long monotonicNanos() {
            return stopped.isPresent() ? stopped.get() : System.nanoTime() + skippedNanos;
        }

        @Override
        public long wallMillis() {
            return TimeUnit.NANOSECONDS.toMillis(monotonicNanos());
        }
    }

    SessionInOneThread(int guestCount) {
        hosted = parts().host(session -> room.enter(), "The benchmark", "Host");
        for (int i = 0; i < guestCount; i++) {
            add("Guest " + i);
        }
        toggle =
                new ToggleParticipationMode(host().lobbyId(), host().localParticipantId(), host().localParticipantId());
    }

    private SessionParts parts() {
        return new SessionParts(
                LIMITS,
                P2PSetup.GRACE_DEFAULT,
                LobbySettings.DEFAULT.withCapacity(16),
                ActivityTypes.of(new EchoChallenge()),
                "",
                Optional::empty,
                Identity.generate(random),
                random,
                SignatureChecker.ED25519,
                clock);
    }

    private void add(String name) {
        MemoryTransport transport = room.enter();
        SessionLoop loop = parts().guest(session -> transport, hosted.sessionId());
        guests.add(new Guest(loop, transport));
        until(() -> loop.lobby().isPresent());
        loop.submitCommand(new JoinLobby(loop.lobbyId(), name));
        until(() -> loop.lobby()
                .flatMap(lobby -> lobby.participant(loop.localParticipantId()))
                .isPresent());
    }

    SessionLoop host() {
        return hosted.loop();
    }

    List<Guest> guests() {
        return guests;
    }

    /** Decides {@link #BATCH} commands that lead to one small event each, and tells the guests. */
    void hostBatch() {
        for (int i = 0; i < BATCH; i++) {
            if (!(host().submitCommand(toggle) instanceof Submission.Queued)) {
                throw new IllegalStateException("the host refused a command of its own");
            }
        }
        host().poll();
    }

    /** Until every guest has applied what the host decided. */
    void followAll() {
        for (Guest guest : guests) {
            follow(guest);
        }
    }

    void follow(Guest guest) {
        long wanted = host().p2p().currentSequence();
        long begun = System.nanoTime();
        while (guest.loop().p2p().currentSequence() < wanted) {
            if (System.nanoTime() - begun > CATCH_UP_NANOS_MAX) {
                throw new IllegalStateException(
                        "the guest stays behind: " + guest.loop().metrics());
            }
            if (guest.loop().poll() == 0) {
                host().poll(); // More of it waits there.
            }
        }
    }

    /** Lets time pass for everybody, in steps that wake nobody from sleep. */
    void pass(Duration duration) {
        long steps = duration.dividedBy(SessionLoop.POLL_INTERVAL);
        for (long i = 0; i < steps; i++) {
            clock.skippedNanos += SessionLoop.POLL_INTERVAL.toNanos();
            turn();
        }
    }

    /** Stops the clock when nobody has anything to do, so that nobody gets anything to do. */
    void stopTheClock() {
        pass(Duration.ofSeconds(2));
        clock.stopped = Optional.of(clock.monotonicNanos());
        boolean busy = true;
        while (busy) {
            busy = turn() > 0;
        }
    }

    private int turn() {
        int handled = host().poll();
        for (Guest guest : guests) {
            handled += guest.loop().poll();
        }
        return handled;
    }

    private void until(BooleanSupplier condition) {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            if (i == TURNS_MAX) {
                throw new IllegalStateException("a guest does not get in: " + host().metrics());
            }
            turn();
        }
    }
}
