package dev.muster.session;

import dev.muster.identity.SessionId;
import dev.muster.p2p.P2PException;
import dev.muster.p2p.P2PException.Stage;
import dev.muster.p2p.P2PLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts sessions on a thread of their own, stage by stage, until the loop can be handed to the caller. */
final class SessionStart {
    private static final Logger LOG = LoggerFactory.getLogger(SessionStart.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final SessionParts parts;
    private final StartTimes times;

    SessionStart(SessionParts parts, StartTimes times) {
        this.parts = parts;
        this.times = times;
    }

    CompletableFuture<HostedSession> host(WayToMeet place, String lobbyName, String hostName) {
        return inBackground("muster-host-start", future -> {
            LOG.info("Creating host session...");
            HostedSession hosted = parts.host(place::open, lobbyName, hostName);
            new Stages(place, hosted.loop(), future)
                    .await(
                            Stage.PEER_ID,
                            times.peerId(),
                            () -> hosted.loop().localPeerId().isPresent());
            LOG.info("Session created: {}", hosted.sessionId());
            var told = new HostedSession(hosted.loop(), hosted.sessionId(), place.whyOnlyHere());
            return new Started<>(told, hosted.loop());
        });
    }

    CompletableFuture<JoinedSession> guest(WayToMeet place, SessionId session) {
        return inBackground("muster-guest-start", future -> {
            LOG.info("Joining session...");
            SessionLoop loop = parts.guest(place::open, session);
            LOG.info("Joined session: {}", session);
            P2PLoop p2p = loop.p2p();
            var stages = new Stages(place, loop, future);
            LOG.info("Waiting for peer ID...");
            stages.await(Stage.PEER_ID, times.peerId(), () -> loop.localPeerId().isPresent());
            LOG.info("Peer ID assigned");
            LOG.info("Waiting for peer connection...");
            stages.await(Stage.CONNECTION, times.connection(), p2p::hasHost);
            stages.await(Stage.LOBBY_SYNC, times.lobbySync(), p2p::hasSeenLobby);
            return new Started<>(new JoinedSession(loop, loop.lobbyId(), place.whyOnlyHere()), loop);
        });
    }

    private record Started<T>(T session, SessionLoop loop) {}

    private interface Work<T> {
        Started<T> run(CompletableFuture<T> future);
    }

    private static <T> CompletableFuture<T> inBackground(String name, Work<T> work) {
        var future = new CompletableFuture<T>();
        Thread thread = new Thread(() -> run(work, future), name);
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    /** Whatever goes wrong is the future's: nobody else could tell the caller. */
    private static <T> void run(Work<T> work, CompletableFuture<T> future) {
        try {
            Started<T> started = work.run(future);
            if (!future.complete(started.session())) {
                started.loop().close(); // The caller gave up just now.
            }
        } catch (RuntimeException | Error e) {
            future.completeExceptionally(e);
        }
    }

    /** Polls a loop until what is waited for is there; a loop that does not get there is closed. */
    private static final class Stages {
        private final WayToMeet place;
        private final SessionLoop loop;
        private final CompletableFuture<?> future;

        Stages(WayToMeet place, SessionLoop loop, CompletableFuture<?> future) {
            this.place = place;
            this.loop = loop;
            this.future = future;
        }

        void await(Stage stage, Duration most, BooleanSupplier isThere) {
            long begun = System.nanoTime();
            while (!isThere.getAsBoolean()) {
                loop.poll();
                if (isThere.getAsBoolean()) {
                    return;
                }
                failIf(future.isDone(), () -> new P2PException.ConnectionFailed("the caller gave up"));
                loop.p2p().rejection().ifPresent(why -> failIf(true, () -> new P2PException.ConnectionFailed(why)));
                boolean isLate = System.nanoTime() - begun >= most.toNanos();
                failIf(isLate, () -> late(stage, most));
                pause();
            }
        }

        private P2PException late(Stage stage, Duration waited) {
            String seen = loop.p2p().trouble().map(why -> "Last seen: " + why).orElse("");
            return place.whyOnlyHere()
                    .map(why -> P2PException.Timeout.onOneMachine(stage, waited, why + " " + seen))
                    .orElseGet(() -> new P2PException.Timeout(stage, waited, seen));
        }

        private void failIf(boolean fails, Supplier<P2PException> why) {
            if (fails) {
                P2PException failure = why.get();
                loop.close();
                throw failure;
            }
        }

        private void pause() {
            try {
                loop.awaitWork(LOOK_EVERY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failIf(true, () -> new P2PException.ConnectionFailed("the start was interrupted", e));
            }
        }
    }
}
