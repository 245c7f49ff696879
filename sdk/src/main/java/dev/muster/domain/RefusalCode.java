package dev.muster.domain;

/** Why a command was refused, for programs. People read {@link Refusal#sentence()}. */
public enum RefusalCode {
    /** The command queue is full; the same command may go through after the next {@code poll}. */
    QUEUE_FULL,
    /** There is no lobby with this id here. */
    NO_SUCH_LOBBY,
    /** A lobby with this id is there already. */
    LOBBY_EXISTS,
    /** This machine holds as many lobbies as it may. */
    TOO_MANY_LOBBIES,
    /** Another machine is host of this lobby and decides. */
    DECIDED_ELSEWHERE,
    /** The command took so long to reach the host that nobody can mean it any more. */
    TOO_LATE,
    /** Nobody decided the command: its author or the session is gone. */
    DISCARDED,
    /** The lobby is over; nothing changes any more. */
    LOBBY_ENDED,

    /** Only the host may do this. */
    ONLY_HOST,
    /** Nobody may act in the name of another. */
    NOT_YOURSELF,
    /** Only the session itself issues this, never a person. */
    ONLY_SESSION,
    /** The sender is not in the lobby. */
    NOT_A_PARTICIPANT,
    /** The command is about somebody who is not in the lobby. */
    NO_SUCH_PARTICIPANT,

    /** Newcomers are not let in. */
    LOBBY_CLOSED,
    /** Every place is taken. */
    LOBBY_FULL,
    /** The sender is banned. */
    BANNED,
    /** The lobby has a password and the sender did not prove to know it. */
    WRONG_PASSWORD,
    /** The sender is in the lobby already. */
    ALREADY_JOINED,
    /** A name breaks the rule for names. */
    INVALID_NAME,
    /** Somebody else in the lobby is called so, or nearly so. */
    NAME_TAKEN,

    /** The host cannot be kicked or removed; the role has to go to somebody else first. */
    TARGET_IS_HOST,
    /** The list of bans is full. */
    TOO_MANY_BANS,
    /** That person is not banned. */
    NOT_BANNED,
    /** The settings do not let the creator take the host role back. */
    RECLAIM_NOT_ALLOWED,
    /** The host role was taken back a moment ago. */
    RECLAIM_TOO_SOON,
    /** The one who is to be host cannot be reached, or did not accept. */
    NOT_REACHABLE,
    /** More people are in the lobby than it would have places. */
    CAPACITY_TOO_SMALL,

    /** The session goes on only with a majority, and after this there would never be one. */
    NO_MAJORITY,

    /** Everything is that way already. */
    NOTHING_TO_CHANGE,
    /** Not while a run is in progress. */
    RUN_IN_PROGRESS,
    /** There is no such run in progress. */
    NO_SUCH_RUN,
    /** Nobody is active, so nobody would play. */
    NOBODY_ACTIVE,
    /** Only active participants do this. */
    NOT_ACTIVE,
    /** Some active guest is not ready. */
    NOT_READY,
    /** A countdown is running. */
    COUNTDOWN_RUNNING,
    /** No countdown is running. */
    NO_COUNTDOWN,

    /** Nothing is queued. */
    QUEUE_EMPTY,
    /** The activity queue is full. */
    TOO_MANY_ACTIVITIES,
    /** An activity with this id is queued or being played already. */
    ACTIVITY_EXISTS,
    /** No activity with this id is queued. */
    NO_SUCH_ACTIVITY,
    /** There is no such place in the queue. */
    NO_SUCH_POSITION,
    /** The activity's type rejects its configuration. */
    INVALID_CONFIG,
    /** The activity's type rejects the result. */
    INVALID_RESULT,
    /** The sender is not required in this run. */
    NOT_REQUIRED,
    /** The sender's result is in already. */
    ALREADY_SUBMITTED,

    /** There is no such team. */
    NO_SUCH_TEAM,
    /** A key breaks the rule for keys. */
    INVALID_KEY,
    /** A value is too large. */
    VALUE_TOO_LARGE,
    /** There is no room for another property. */
    TOO_MANY_PROPERTIES,
    /** There is no such property. */
    NO_SUCH_PROPERTY,
    /** A chat message breaks the rule for chat messages. */
    INVALID_TEXT,
    /** Too many chat messages in a short time. */
    TOO_FAST
}
