package dev.muster.domain;

import dev.muster.domain.MembershipCommand.AddParticipant;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MembershipCommand.LiftBan;
import dev.muster.domain.MembershipCommand.ReclaimHost;
import dev.muster.domain.MembershipCommand.RemoveLostGuest;
import dev.muster.domain.MembershipCommand.ReplaceLostHost;
import dev.muster.domain.MembershipEvent.BanLifted;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestKicked;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.MembershipEvent.HostDelegated;
import java.util.Optional;

/** Who may come, go, be removed and be host, and how. */
final class MembershipRules implements MembershipCommand.Cases<Decision> {
    private final Situation situation;
    private final Lobby lobby;

    MembershipRules(Situation situation) {
        this.situation = situation;
        this.lobby = situation.lobby();
    }

    @Override
    public Decision joinLobby(JoinLobby command) {
        if (!(situation.sender() instanceof Sender.Person person)) {
            return Decision.refused(RefusalCode.NOT_YOURSELF, "A participant joins in person.");
        }
        if (lobby.participant(person.id()).isPresent()) {
            return alreadyJoined();
        }
        if (lobby.password().isPresent() && !knowsPassword(person)) {
            return Decision.refused(RefusalCode.WRONG_PASSWORD, "Wrong password.");
        }
        Optional<Name> name = Name.parse(command.guestName());
        if (name.isEmpty()) {
            return Situation.invalidName();
        }
        return admit(Participant.admitted(person.id(), name.get(), situation.now()));
    }

    @Override
    public Decision addParticipant(AddParticipant command) {
        if (!situation.sender().isSession()) {
            return Situation.onlySession();
        }
        if (lobby.isBanned(command.participant().id())) {
            return Decision.refused(RefusalCode.BANNED, "That participant is banned from this lobby.");
        }
        Optional<Name> team = command.participant().team();
        if (team.isPresent() && !lobby.settings().teams().contains(team.get())) {
            return ParticipantRules.noSuchTeam();
        }
        return admit(command.participant().joining(situation.now()));
    }

    @Override
    public Decision leaveLobby(LeaveLobby command) {
        if (!situation.sender().is(command.participantId())) {
            return Situation.notYourself();
        }
        Participant leaver = lobby.members().get(command.participantId());
        return situation.isHost() ? hostLeaves(leaver) : guestLeaves(leaver, LeaveReason.LEFT);
    }

    @Override
    public Decision kickGuest(KickGuest command) {
        Optional<Participant> guest = lobby.participant(command.guestId());
        if (!situation.isHost()) {
            return Situation.onlyHost("kick a guest");
        }
        if (!situation.sender().is(command.hostId())) {
            return Situation.notYourself();
        }
        if (guest.isEmpty()) {
            return Situation.noSuchParticipant();
        }
        if (lobby.isHost(command.guestId())) {
            return targetIsHost("kicked");
        }
        if (command.ban() && lobby.members().bansAreFull()) {
            return Decision.refused(
                    RefusalCode.TOO_MANY_BANS, "The list of bans is full; lift one, or kick without a ban.");
        }
        var kicked = new GuestKicked(lobby.id(), command.guestId(), command.hostId(), command.ban());
        return Decision.accepted(Consequences.ofDeparture(lobby, guest.get(), true, situation.now(), kicked));
    }

    @Override
    public Decision liftBan(LiftBan command) {
        if (!situation.isHost()) {
            return Situation.onlyHost("lift a ban");
        }
        if (!lobby.isBanned(command.participantId())) {
            return Decision.refused(RefusalCode.NOT_BANNED, "That participant is not banned.");
        }
        return Decision.accepted(new BanLifted(lobby.id(), command.participantId()));
    }

    @Override
    public Decision removeLostGuest(RemoveLostGuest command) {
        Optional<Participant> lost = lobby.participant(command.participantId());
        if (!situation.sender().isSession()) {
            return Situation.onlySession();
        }
        if (lost.isEmpty()) {
            return Situation.noSuchParticipant();
        }
        if (lobby.isHost(command.participantId())) {
            return targetIsHost("removed");
        }
        return guestLeaves(lost.get(), LeaveReason.LOST);
    }

    @Override
    public Decision delegateHost(DelegateHost command) {
        if (!situation.isHost()) {
            return Situation.onlyHost("hand the role on");
        }
        if (!situation.sender().is(command.currentHostId())) {
            return Situation.notYourself();
        }
        return hostBecomes(command.newHostId(), DelegationReason.MANUAL);
    }

    @Override
    public Decision replaceLostHost(ReplaceLostHost command) {
        return situation.sender().isSession()
                ? hostBecomes(command.newHostId(), DelegationReason.HOST_LOST)
                : Situation.onlySession();
    }

    @Override
    public Decision reclaimHost(ReclaimHost command) {
        if (!situation.sender().is(command.participantId())) {
            return Situation.notYourself();
        }
        boolean isAllowed = lobby.settings().hostReclaim() == HostReclaim.ORIGINAL_HOST;
        if (!isAllowed || !situation.sender().is(lobby.creatorId())) {
            return Decision.refused(
                    RefusalCode.RECLAIM_NOT_ALLOWED, "You cannot take the role of host back; ask the host for it.");
        }
        Optional<LobbyTime> earliest =
                lobby.members().reclaimedAt().map(last -> last.plus(LobbyLimits.RECLAIM_INTERVAL_MIN));
        if (earliest.isPresent() && situation.now().isBefore(earliest.get())) {
            return Decision.refused(
                    RefusalCode.RECLAIM_TOO_SOON, "You took the role of host back a moment ago; wait a minute.");
        }
        return hostBecomes(command.participantId(), DelegationReason.RECLAIMED);
    }

    private Decision admit(Participant newcomer) {
        if (lobby.participant(newcomer.id()).isPresent()) {
            return alreadyJoined();
        }
        if (lobby.status() == LobbyStatus.CLOSED) {
            return Decision.refused(RefusalCode.LOBBY_CLOSED, "The lobby is closed to newcomers.");
        }
        if (lobby.isFull()) {
            int places = lobby.settings().capacity();
            return Decision.refused(RefusalCode.LOBBY_FULL, "The lobby is full: all " + places + " places are taken.");
        }
        if (lobby.members().isNameTaken(newcomer.name(), newcomer.id())) {
            return Situation.nameTaken(newcomer.name());
        }
        return Decision.accepted(new GuestJoined(lobby.id(), newcomer));
    }

    private static Decision alreadyJoined() {
        return Decision.refused(RefusalCode.ALREADY_JOINED, "That participant is in this lobby already.");
    }

    private boolean knowsPassword(Sender.Person person) {
        return person.provenPassword().equals(lobby.password().map(PasswordLock::key));
    }

    private Decision guestLeaves(Participant guest, LeaveReason reason) {
        var left = new GuestLeft(lobby.id(), guest.id(), reason);
        return Decision.accepted(Consequences.ofDeparture(lobby, guest, false, situation.now(), left));
    }

    private Decision hostLeaves(Participant host) {
        Optional<Participant> successor = lobby.members().oldestGuest();
        if (successor.isEmpty()) {
            return Decision.accepted(Consequences.ofEnd(lobby, situation.now()));
        }
        var delegated = new HostDelegated(
                lobby.id(), host.id(), successor.get().id(), DelegationReason.HOST_LEFT, situation.now());
        return Decision.accepted(Consequences.ofDeparture(lobby, host, false, situation.now(), delegated));
    }

    private Decision hostBecomes(ParticipantId successor, DelegationReason reason) {
        if (lobby.participant(successor).isEmpty()) {
            return Situation.noSuchParticipant();
        }
        if (lobby.isHost(successor)) {
            return Situation.nothingToChange("That participant is the host already.");
        }
        return Decision.accepted(Consequences.ofDelegation(
                lobby, new HostDelegated(lobby.id(), lobby.hostId(), successor, reason, situation.now())));
    }

    private static Decision targetIsHost(String whatCannotBe) {
        return Decision.refused(
                RefusalCode.TARGET_IS_HOST, "The host cannot be " + whatCannotBe + "; make somebody else host first.");
    }
}
