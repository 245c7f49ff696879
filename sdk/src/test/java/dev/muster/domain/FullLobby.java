package dev.muster.domain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The largest lobby there can be: every bound full, every text of letters that take four bytes. */
public final class FullLobby {
    private static final String LETTER = "\uD835\uDC00";
    private static final LobbyTime LATE =
            new LobbyTime(LobbyTime.MAX.millis() - Duration.ofDays(2).toMillis());

    private FullLobby() {}

    public static LobbyContents contents() {
        ActivityRun run = ActivityRun.of(start(0), ids(), results(0));
        return new LobbyContents(
                new LobbyId(new UUID(-1, -1)),
                name(0),
                LobbyStatus.CLOSED,
                settings(),
                Optional.of(
                        new PasswordLock("ab".repeat(64), PasswordLock.ROUNDS_MAX, new PasswordKey("cd".repeat(32)))),
                person(0),
                person(1),
                Optional.of(LATE),
                many(LobbyLimits.CAPACITY_MAX, FullLobby::participant),
                many(LobbyLimits.BANS_MAX, i -> new Ban(person(1_000 + i), name(i))),
                many(LobbyLimits.LOBBY_PROPERTIES_MAX, i -> property(i, LobbyLimits.LOBBY_PROPERTY_WEIGHT_MAX)),
                many(LobbyLimits.CHAT_HISTORY_MAX, FullLobby::message),
                many(LobbyLimits.QUEUE_MAX, i -> activity(100 + i)),
                Optional.empty(),
                Optional.of(run),
                many(LobbyLimits.HISTORY_MAX, FullLobby::record),
                many(LobbyLimits.LEADERBOARD_MAX, FullLobby::entry));
    }

    private static <T> List<T> many(int count, IntFunction<T> each) {
        return IntStream.range(0, count).mapToObj(each).toList();
    }

    private static LobbySettings settings() {
        return LobbySettings.DEFAULT
                .withCapacity(LobbyLimits.CAPACITY_MAX)
                .withHostReclaim(HostReclaim.ORIGINAL_HOST)
                .withTeams(many(LobbyLimits.TEAMS_MAX, FullLobby::name), TeamChoice.PLAYERS);
    }

    private static Participant participant(int number) {
        Properties properties = Properties.of(
                PropertyScope.PARTICIPANT,
                many(
                        LobbyLimits.PARTICIPANT_PROPERTIES_MAX,
                        i -> new Property(
                                key(i), heavy(LobbyLimits.PARTICIPANT_PROPERTY_WEIGHT_MAX), PropertyAccess.OWNER)));
        return new Participant(
                person(number), name(number), ParticipationMode.ACTIVE, true, Optional.of(name(0)), properties, LATE);
    }

    private static Property property(int number, int weight) {
        return new Property(key(number), heavy(weight), PropertyAccess.EVERYONE);
    }

    private static ChatMessage message(int number) {
        return new ChatMessage(
                ChatMessage.NUMBER_MAX - LobbyLimits.CHAT_HISTORY_MAX + number,
                person(0),
                name(0),
                LETTER.repeat(LobbyLimits.CHAT_CODE_POINTS_MAX),
                LATE);
    }

    private static ActivityConfig activity(int number) {
        return new ActivityConfig(
                new ActivityId(new UUID(-3, number)),
                "t".repeat(LobbyLimits.ACTIVITY_TYPE_CHARS_MAX),
                LETTER.repeat(LobbyLimits.ACTIVITY_NAME_CODE_POINTS_MAX),
                heavy(LobbyLimits.ACTIVITY_CONFIG_WEIGHT_MAX));
    }

    private static RunStart start(int number) {
        return new RunStart(
                new RunId(new UUID(-4, number)),
                activity(number),
                LATE,
                Optional.of(LATE.plus(LobbyLimits.RUN_TIME_LIMIT_MAX)));
    }

    private static List<ParticipantId> ids() {
        return many(LobbyLimits.CAPACITY_MAX, FullLobby::person);
    }

    private static List<ActivityResult> results(int run) {
        return many(
                LobbyLimits.CAPACITY_MAX,
                i -> new ActivityResult(
                        start(run).id(),
                        person(i),
                        name(i),
                        heavy(LobbyLimits.RESULT_DATA_WEIGHT_MAX),
                        Optional.of(Integer.MAX_VALUE),
                        Optional.of(LobbyLimits.TIME_TAKEN_MAX)));
    }

    private static RunRecord record(int number) {
        int run = 10 + number;
        return new RunRecord(start(run), RunEndReason.ALL_SUBMITTED, results(run), LobbyTime.MAX);
    }

    private static LeaderboardEntry entry(int number) {
        return new LeaderboardEntry(
                person(number), name(number), LeaderboardEntry.POINTS_MAX, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private static ParticipantId person(int number) {
        return new ParticipantId(new UUID(-2, number));
    }

    private static Name name(int number) {
        String digits = String.format("%04d", number);
        return Name.of(LETTER.repeat(LobbyLimits.NAME_CODE_POINTS_MAX - digits.length()) + digits);
    }

    private static String key(int number) {
        return String.format("%0" + LobbyLimits.PROPERTY_KEY_CHARS_MAX + "d", number);
    }

    private static Value heavy(int weight) {
        return Value.of("x".repeat(weight - Value.PART_WEIGHT));
    }
}
