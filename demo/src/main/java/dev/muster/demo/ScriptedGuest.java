package dev.muster.demo;

import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.ActivityEvent.RunStarted;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.DomainEvent;
import dev.muster.domain.EchoChallenge;
import dev.muster.domain.LobbyId;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.domain.ParticipantEvent.ChatSent;
import dev.muster.domain.ParticipantId;
import dev.muster.identity.SessionId;
import dev.muster.session.JoinedSession;
import dev.muster.session.P2PLoopBuilder;
import dev.muster.session.SessionLoop;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * A guest on a thread of its own: joins, greets whoever speaks first, gets ready, types back every prompt, and leaves
 * after some runs. It polls its loop itself, as a game without a runner would.
 */
final class ScriptedGuest implements AutoCloseable {
    private final String name;
    private final int runsMax;
    private final Consumer<String> gaveUp;
    private Optional<Running> running = Optional.empty();
    private volatile Optional<SessionLoop> waker = Optional.empty();
    private volatile boolean closing;
    private boolean greeted;
    private boolean left;
    private int runs;

    private record Running(CompletableFuture<JoinedSession> joining, Thread thread) {}

    /** @param gaveUp hears why, on the guest's thread, if the guest cannot come or stay */
    ScriptedGuest(String name, int runsMax, Consumer<String> gaveUp) {
        this.name = name;
        this.runsMax = runsMax;
        this.gaveUp = gaveUp;
    }

    /** Goes on its way; returns before it has arrived. Once. */
    void join(String url, SessionId session) {
        CompletableFuture<JoinedSession> joining = new P2PLoopBuilder().buildSessionGuest(url, session, List.of());
        var thread = new Thread(() -> run(joining), "scripted-guest");
        thread.setDaemon(true);
        running = Optional.of(new Running(joining, thread));
        thread.start();
    }

    /** Says goodbye, or turns round on its way, and waits until that is done. */
    @Override
    public void close() {
        closing = true;
        waker.ifPresent(SessionLoop::wakeUp);
        running.ifPresent(one -> {
            one.joining().cancel(false);
            try {
                one.thread().join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void run(CompletableFuture<JoinedSession> joining) {
        try {
            play(joining.join());
        } catch (CancellationException e) {
            left = true; // It was told to turn round.
        } catch (CompletionException e) {
            gaveUp.accept(String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage()));
        } catch (InterruptedException e) {
            gaveUp.accept("it was interrupted");
        }
    }

    private void play(JoinedSession joined) throws InterruptedException {
        try (SessionLoop loop = joined.loop()) {
            waker = Optional.of(loop);
            loop.submitCommand(new JoinLobby(joined.lobbyId(), name));
            while (!closing && !left) {
                loop.awaitWork(SessionLoop.POLL_INTERVAL);
                loop.poll();
                for (DomainEvent event : loop.domain().drainEvents()) {
                    reactions(event, joined.lobbyId(), loop.localParticipantId())
                            .forEach(loop::submitCommand);
                }
            }
        }
    }

    private List<DomainCommand> reactions(DomainEvent event, LobbyId lobby, ParticipantId me) {
        if (event instanceof ChatSent chat && !chat.message().author().equals(me) && !greeted) {
            greeted = true;
            return List.of(
                    new SendChat(lobby, me, "Hello, " + chat.message().authorName() + "!"),
                    new SetReady(lobby, me, true));
        }
        if (event instanceof RunStarted started && started.requiredSubmitters().contains(me)) {
            String prompt = EchoChallenge.prompt(started.run().config()).orElse("");
            return List.of(new SubmitResult(lobby, started.run().id(), me, EchoChallenge.response(prompt)));
        }
        if (event instanceof RunEnded) {
            runs++;
            return List.of(runs < runsMax ? new SetReady(lobby, me, true) : new LeaveLobby(lobby, me));
        }
        left = left || (event instanceof GuestLeft gone && gone.participantId().equals(me));
        return List.of();
    }
}
