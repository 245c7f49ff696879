package dev.muster.domain;

import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.MembershipCommand.JoinLobby;
import java.util.List;
import java.util.Optional;

/**
 * What may happen in a lobby. One method turns a command into events or a refusal, and one fires what is due; nothing
 * else decides. Without clock, randomness or I/O: the same arguments give the same answer. Belongs to one thread,
 * like the activity types it asks.
 *
 * <p>The rules themselves are in {@link LifecycleRules}, {@link MembershipRules}, {@link ParticipantRules}, {@link
 * ActivityRules} and {@link RunRules}.
 */
public final class Rulebook {
    private final Judging judging;

    public Rulebook(ActivityTypes activityTypes) {
        this.judging = new Judging(activityTypes);
    }

    /**
     * What comes of {@code command}.
     *
     * @param lobby the lobby that the command names, empty if there is none
     * @param sender who issued it, verified
     * @param now never before the time of the last event
     * @param ids for what the command makes
     */
    public Decision decide(Optional<Lobby> lobby, DomainCommand command, Sender sender, LobbyTime now, IdSource ids) {
        if (lobby.isEmpty()) {
            return new CreationRules(sender, now).decide(command);
        }
        Optional<Decision> closedDoor = refusalAtTheDoor(lobby.get(), command, sender);
        if (closedDoor.isPresent()) {
            return closedDoor.get();
        }
        return decide(command, new Situation(lobby.get(), sender, now, ids, judging));
    }

    /** What is due in {@code lobby} at {@code now}; see {@link Lobby#nextDeadline}. */
    public List<LoggedEvent> tick(Lobby lobby, LobbyTime now, IdSource ids) {
        boolean isDue = lobby.nextDeadline().isPresent()
                && !now.isBefore(lobby.nextDeadline().get());
        if (!isDue || lobby.isEnded()) {
            return List.of();
        }
        return new RunRules(new Situation(lobby, Sender.session(), now, ids, judging)).due();
    }

    /** Whoever is not in hears nothing about the lobby: banned people that they are, others that they may join. */
    private static Optional<Decision> refusalAtTheDoor(Lobby lobby, DomainCommand command, Sender sender) {
        boolean isOutside =
                sender instanceof Sender.Person person && !lobby.members().contains(person.id());
        if (isOutside && sender instanceof Sender.Person person && lobby.isBanned(person.id())) {
            return Optional.of(Decision.refused(RefusalCode.BANNED, "You are banned from this lobby."));
        }
        if (lobby.isEnded()) {
            return Optional.of(Decision.refused(RefusalCode.LOBBY_ENDED, "This lobby has ended."));
        }
        boolean isForMembers = !(command instanceof JoinLobby || command instanceof CreateLobby);
        return isOutside && isForMembers
                ? Optional.of(Decision.refused(RefusalCode.NOT_A_PARTICIPANT, "Join the lobby first."))
                : Optional.empty();
    }

    private static Decision decide(DomainCommand command, Situation situation) {
        if (command instanceof ParticipantCommand participantCommand) {
            return participantCommand.match(new ParticipantRules(situation));
        }
        if (command instanceof ActivityCommand activityCommand) {
            return activityCommand.match(new ActivityRules(situation));
        }
        if (command instanceof MembershipCommand membershipCommand) {
            return membershipCommand.match(new MembershipRules(situation));
        }
        return ((LifecycleCommand) command).match(new LifecycleRules(situation));
    }
}
