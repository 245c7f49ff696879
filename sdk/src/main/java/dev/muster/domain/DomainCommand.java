package dev.muster.domain;

/**
 * What somebody wants of a lobby. A command says nothing about who issued it: that is the verified {@link Sender}
 * beside it, and ids of people inside a command are checked against it.
 *
 * <p>Text that people type (names, chat) is carried as it is and judged by the lobby, so that the answer is a refusal
 * with a sentence. Everything else is valid by construction.
 */
public sealed interface DomainCommand permits LifecycleCommand, MembershipCommand, ParticipantCommand, ActivityCommand {
    /** The lobby it is for, or the id of the one to be made. */
    LobbyId lobbyId();
}
