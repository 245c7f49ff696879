package dev.muster.domain;

import dev.muster.domain.LifecycleCommand.ChangeSettings;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.MembershipCommand.JoinLobby;
import java.util.UUID;

/** A loop with one lobby in which every place is taken, and a clock that the benchmark turns by hand. */
final class CrowdedLobby {
    static final LobbyId LOBBY = new LobbyId(new UUID(1, 1));
    static final int PEOPLE = LobbyLimits.CAPACITY_MAX;

    /** Runs have this many ids in turn, more than the history holds, so that a trace can be written down beforehand. */
    static final int RUNS = 16;

    private final DomainLoop loop;
    private final int batchSize;
    private long nowMillis;
    private int started;

    CrowdedLobby(int batchSize) {
        this.batchSize = batchSize;
        this.loop = new DomainLoop(
                batchSize, batchSize, () -> run(started++).value(), ActivityTypes.of(new EchoChallenge()));
        send(0, new CreateLobby(LOBBY, "Crowd", "Player 0"));
        send(0, new ChangeSettings(LOBBY, LobbySettings.DEFAULT.withCapacity(PEOPLE)));
        for (int person = 1; person < PEOPLE; person++) {
            send(person, new JoinLobby(LOBBY, "Player " + person));
        }
        if (loop.lobby(LOBBY).orElseThrow().participants().size() != PEOPLE) {
            throw new IllegalStateException("the lobby did not fill");
        }
    }

    static ParticipantId person(int number) {
        return new ParticipantId(new UUID(3, number));
    }

    static RunId run(int number) {
        return new RunId(new UUID(2, number % RUNS));
    }

    static Sender sender(int number) {
        return Sender.person(person(number));
    }

    DomainLoop loop() {
        return loop;
    }

    LobbyTime now() {
        return new LobbyTime(nowMillis);
    }

    /** Handles all that was submitted, a little later. */
    int turn(int millisLater) {
        nowMillis += millisLater;
        int handled = loop.poll(now());
        if (handled != batchSize) {
            throw new IllegalStateException("handled " + handled + " of " + batchSize);
        }
        return handled;
    }

    private void send(int person, DomainCommand command) {
        loop.submit(sender(person), command);
        loop.poll(now());
        if (loop.counters().commandsRefused() != 0) {
            throw new IllegalStateException("refused: " + command);
        }
    }
}
