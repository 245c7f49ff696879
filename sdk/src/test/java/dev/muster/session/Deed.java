package dev.muster.session;

import dev.muster.domain.ActivityCommand.CancelRun;
import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.ActivityConfig;
import dev.muster.domain.ActivityId;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.EchoChallenge;
import dev.muster.domain.Lobby;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipCommand.ReclaimHost;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.RunId;
import dev.muster.domain.Value;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** What somebody who is in may want. */
enum Deed {
    TALK,
    BE_READY,
    CHANGE_MODE,
    QUEUE,
    START,
    SUBMIT,
    CANCEL,
    LEAVE,
    KICK,
    BAN,
    DELEGATE,
    RECLAIM;

    DomainCommand command(World.Player by, SplittableRandom dice) {
        Lobby lobby = by.lobby();
        return switch (this) {
            case TALK -> new SendChat(by.lobbyId(), by.id(), "word " + dice.nextInt(1_000));
            case BE_READY -> new SetReady(by.lobbyId(), by.id(), dice.nextBoolean());
            case CHANGE_MODE -> new ToggleParticipationMode(by.lobbyId(), by.id(), by.id());
            case QUEUE -> new QueueActivity(by.lobbyId(), echo(dice));
            case START -> new StartNextRun(by.lobbyId());
            case SUBMIT ->
                new SubmitResult(
                        by.lobbyId(),
                        run(lobby, dice),
                        by.id(),
                        Value.of(Map.of("response", Value.of("rust"))),
                        Optional.empty());
            case CANCEL -> new CancelRun(by.lobbyId(), run(lobby, dice));
            case LEAVE -> new LeaveLobby(by.lobbyId(), by.id());
            case KICK -> new KickGuest(by.lobbyId(), by.id(), anyOf(lobby, dice), false);
            case BAN -> new KickGuest(by.lobbyId(), by.id(), anyOf(lobby, dice), true);
            case DELEGATE -> new DelegateHost(by.lobbyId(), by.id(), anyOf(lobby, dice));
            case RECLAIM -> new ReclaimHost(by.lobbyId(), by.id());
        };
    }

    private static ParticipantId anyOf(Lobby lobby, SplittableRandom dice) {
        return lobby.participants()
                .get(dice.nextInt(lobby.participants().size()))
                .id();
    }

    private static RunId run(Lobby lobby, SplittableRandom dice) {
        return lobby.run().map(run -> run.start().id()).orElse(new RunId(uuid(dice)));
    }

    private static ActivityConfig echo(SplittableRandom dice) {
        return new ActivityConfig(
                new ActivityId(uuid(dice)), EchoChallenge.ID, "Echo", Value.of(Map.of("prompt", Value.of("rust"))));
    }

    private static UUID uuid(SplittableRandom dice) {
        return new UUID(dice.nextLong(), dice.nextLong());
    }
}
