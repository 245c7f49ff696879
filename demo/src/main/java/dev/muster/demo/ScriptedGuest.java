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
import dev.muster.p2p.P2PException;
import dev.muster.session.JoinedSession;
import dev.muster.session.P2PLoopBuilder;
import dev.muster.session.SessionLoop;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * A guest on a thread of its own: joins, greets whoever speaks first, gets ready, types back every prompt, and leaves
 * after some runs. It polls its loop itself, as a game without a runner would.
 */
final class ScriptedGuest implements AutoCloseable {
    private final String url;
    private final SessionId session;
    private final String name;
    private final int runsMax;
    private final Thread thread = new Thread(this::run, "scripted-guest");
    private volatile Optional<SessionLoop> waker = Optional.empty();
    private volatile Optional<String> trouble = Optional.empty();
    private volatile boolean closing;
    private boolean greeted;
    private boolean left;
    private int runs;

    private ScriptedGuest(String url, SessionId session, String name, int runsMax) {
        this.url = url;
        this.session = session;
        this.name = name;
        this.runsMax = runsMax;
    }

    /** Sends a guest on its way; returns before it has arrived. */
    static ScriptedGuest join(String url, SessionId session, String name, int runsMax) {
        var guest = new ScriptedGuest(url, session, name, runsMax);
        guest.thread.setDaemon(true);
        guest.thread.start();
        return guest;
    }

    /** Why it gave up, if it did. */
    Optional<String> trouble() {
        return trouble;
    }

    /** Says goodbye and waits until that is done. */
    @Override
    public void close() {
        closing = true;
        waker.ifPresent(SessionLoop::wakeUp);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            play(new P2PLoopBuilder().buildSessionGuest(url, session, List.of()).join());
        } catch (CompletionException | P2PException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            trouble = Optional.of(String.valueOf(why.getMessage()));
        } catch (InterruptedException e) {
            trouble = Optional.of("it was interrupted");
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
                    reactions(event, joined.lobbyId(), loop.localParticipantId()).forEach(loop::submitCommand);
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
