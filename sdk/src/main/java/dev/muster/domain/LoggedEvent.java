package dev.muster.domain;

/**
 * Something that happened to a lobby and goes into its event log. A lobby is the fold of these, on every machine.
 *
 * <p>An event holds all that {@link Lobby#apply} needs, the time included. Where it also says what can be worked out,
 * such as who was host, {@code apply} checks it: two machines that disagree find out at once.
 */
public sealed interface LoggedEvent extends DomainEvent
        permits LifecycleEvent, MembershipEvent, ParticipantEvent, ActivityEvent {
    LobbyId lobbyId();
}
