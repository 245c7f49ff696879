package dev.muster.domain;

import java.util.List;
import java.util.Optional;

/** A lobby at the moment when somebody wants something of it, and the questions every rule asks. */
record Situation(Lobby lobby, Sender sender, LobbyTime now, IdSource ids, Judging judging) {
    /** Whether the sender is the host, and in the lobby by that. */
    boolean isHost() {
        return sender.is(lobby.hostId());
    }

    boolean isHostOrSession() {
        return isHost() || sender.isSession();
    }

    /** Whether the sender is that participant, or may act upon it as the host. */
    boolean isSelfOrHost(ParticipantId participant) {
        return sender.is(participant) || isHost();
    }

    /** The participant who sent this; empty for the session and for everybody who is not in. */
    Optional<Participant> senderAsParticipant() {
        return sender instanceof Sender.Person person ? lobby.participant(person.id()) : Optional.empty();
    }

    /**
     * Refuses teams that look alike, as people's names are refused. By the machine that decides, not by the settings
     * themselves: another Java may know more letters.
     */
    static Optional<Decision> refusalForTeams(LobbySettings settings) {
        List<Name> teams = settings.teams();
        for (int later = 1; later < teams.size(); later++) {
            for (Name earlier : teams.subList(0, later)) {
                if (teams.get(later).looksLike(earlier)) {
                    return Optional.of(Decision.refused(
                            RefusalCode.NAME_TAKEN,
                            "The teams '" + earlier + "' and '" + teams.get(later) + "' are called nearly the same."));
                }
            }
        }
        return Optional.empty();
    }

    static Decision onlyHost(String what) {
        return Decision.refused(RefusalCode.ONLY_HOST, "Only the host can " + what + ".");
    }

    static Decision onlySession() {
        return Decision.refused(RefusalCode.ONLY_SESSION, "This is done by the session itself, not by a participant.");
    }

    static Decision notYourself() {
        return Decision.refused(RefusalCode.NOT_YOURSELF, "You can only do this for yourself.");
    }

    static Decision noSuchParticipant() {
        return Decision.refused(RefusalCode.NO_SUCH_PARTICIPANT, "That participant is not in the lobby.");
    }

    static Decision nothingToChange(String sentence) {
        return Decision.refused(RefusalCode.NOTHING_TO_CHANGE, sentence);
    }

    static Decision invalidName() {
        return Decision.refused(RefusalCode.INVALID_NAME, Name.RULE);
    }

    static Decision nameTaken(Name name) {
        return Decision.refused(
                RefusalCode.NAME_TAKEN, "Somebody here is called '" + name + "' already; choose another name.");
    }
}
