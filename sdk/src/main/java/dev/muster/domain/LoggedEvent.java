package dev.muster.domain;

/**
 * Something that happened to a lobby and goes into its event log. A lobby is the fold of these, on every machine.
 *
 * <p>An event holds all that {@link Lobby#apply} needs, the time included, and nothing that it can work out.
 */
public sealed interface LoggedEvent extends DomainEvent
        permits LifecycleEvent, MembershipEvent, ParticipantEvent, ActivityEvent {
    LobbyId lobbyId();
}
