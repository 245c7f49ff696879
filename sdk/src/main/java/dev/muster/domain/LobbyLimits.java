package dev.muster.domain;

import java.time.Duration;

/**
 * Every bound of a lobby, by name. At a bound a command is refused with a sentence, and nothing is lost. Where already
 * the value itself cannot be, its constructor throws and says what can. Only what is memory and not state of play lets
 * something go: chat and run history their oldest entry, the leaderboard the lowest of those who left.
 */
public final class LobbyLimits {
    /** Code points of a name, of a person or of a lobby, after trimming. */
    public static final int NAME_CODE_POINTS_MAX = 50;

    /** Places when nobody says otherwise: the host and ten guests. */
    public static final int CAPACITY_DEFAULT = 11;

    /** Fewest places a lobby can have: the host and one guest. */
    public static final int CAPACITY_MIN = 2;

    /** Most places a lobby can have. */
    public static final int CAPACITY_MAX = 64;

    /** Banned people a lobby remembers. */
    public static final int BANS_MAX = 256;

    /** Activities waiting in the queue. */
    public static final int QUEUE_MAX = 32;

    /** Characters of an activity's type id. */
    public static final int ACTIVITY_TYPE_CHARS_MAX = 64;

    /** Code points of an activity's title. */
    public static final int ACTIVITY_NAME_CODE_POINTS_MAX = 100;

    /** Weight of an activity's configuration; see {@link Value#weight()}. */
    public static final int ACTIVITY_CONFIG_WEIGHT_MAX = 4 * 1024;

    /** Weight of the data of one submitted result. */
    public static final int RESULT_DATA_WEIGHT_MAX = 1024;

    /** Runs in the history; the oldest goes first. */
    public static final int HISTORY_MAX = 10;

    /** People on the leaderboard; the lowest of those who left goes first. */
    public static final int LEADERBOARD_MAX = 128;

    /** Messages of the chat that are kept; the oldest goes first. Must hold all of one {@link #CHAT_WINDOW}. */
    public static final int CHAT_HISTORY_MAX = 100;

    /** Code points of one chat message. */
    public static final int CHAT_CODE_POINTS_MAX = 500;

    /** The stretch of time over which chat is rate limited. */
    public static final Duration CHAT_WINDOW = Duration.ofSeconds(5);

    /** Chat messages of one person within {@link #CHAT_WINDOW}. */
    public static final int CHAT_PER_PERSON_MAX = 5;

    /** Chat messages of everybody together within {@link #CHAT_WINDOW}. */
    public static final int CHAT_PER_LOBBY_MAX = 50;

    /** Properties of a lobby. */
    public static final int LOBBY_PROPERTIES_MAX = 32;

    /** Properties of one participant. */
    public static final int PARTICIPANT_PROPERTIES_MAX = 16;

    /** Characters of a property's key. */
    public static final int PROPERTY_KEY_CHARS_MAX = 64;

    /** Weight of one property of the lobby. */
    public static final int LOBBY_PROPERTY_WEIGHT_MAX = 1024;

    /** Weight of one property of a participant. */
    public static final int PARTICIPANT_PROPERTY_WEIGHT_MAX = 256;

    /** Teams a lobby can have. */
    public static final int TEAMS_MAX = 16;

    /** How deep lists and maps may be nested in a {@link Value}. */
    public static final int VALUE_DEPTH_MAX = 8;

    /** Longest countdown before a run. */
    public static final Duration COUNTDOWN_MAX = Duration.ofSeconds(60);

    /** Countdown when nobody says otherwise. */
    public static final Duration COUNTDOWN_DEFAULT = Duration.ofSeconds(5);

    /** Longest time a run may be given. */
    public static final Duration RUN_TIME_LIMIT_MAX = Duration.ofHours(24);

    /** Time a run is given when nobody says otherwise. */
    public static final Duration RUN_TIME_LIMIT_DEFAULT = Duration.ofMinutes(30);

    /** The longest that a participant may claim to have taken for a result. */
    public static final Duration TIME_TAKEN_MAX = Duration.ofDays(365);

    /** Characters of a text in a command, whatever it is for. What it is for may allow fewer, and refuses then. */
    public static final int COMMAND_TEXT_CHARS_MAX = 4_096;

    /** Weight of a value in a command, whatever it is for. What it is for may allow less, and refuses then. */
    public static final int COMMAND_VALUE_WEIGHT_MAX = 8 * 1024;

    /** Code points of the sentence of a refusal; a longer one is cut. */
    public static final int SENTENCE_CODE_POINTS_MAX = 200;

    /** Least time between two reclaims of the host role, so that a flapping creator cannot make the lobby flap. */
    public static final Duration RECLAIM_INTERVAL_MIN = Duration.ofMinutes(1);

    private LobbyLimits() {}
}
