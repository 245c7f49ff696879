package dev.muster.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Makes up random values. Draws people, activities and runs from small pools, so that they meet, and now and then text
 * and numbers that nobody should be able to use.
 */
final class StoryTeller {
    static final PasswordKey RIGHT_KEY = new PasswordKey("0a".repeat(32));
    static final PasswordLock LOCK = new PasswordLock("ff".repeat(16), PasswordLock.ROUNDS_MIN, RIGHT_KEY);

    private static final List<String> ODD_TEXT =
            List.of("", "   ", "a".repeat(51), "tab\there", "\u202Eevil", "aLiCe", "\u200Bbob", "Ｃａｒｏｌ", "☃");

    private final RandomGenerator random;

    StoryTeller(RandomGenerator random) {
        this.random = random;
    }

    int upTo(int bound) {
        return random.nextInt(bound);
    }

    /** Mostly from -1 up to the bound, now and then the largest and smallest there are. */
    int number(int bound) {
        return oneIn(20) ? pick(List.of(Integer.MIN_VALUE, Integer.MAX_VALUE)) : upTo(bound + 1) - 1;
    }

    boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    ParticipantId person() {
        return Story.person(upTo(Story.PEOPLE.size()));
    }

    List<ParticipantId> people() {
        return Stream.of(person(), person(), person()).distinct().toList();
    }

    RunId run() {
        return Story.run(upTo(4));
    }

    /** A run that another machine started: no id given out here is ever one of these. */
    RunId runElsewhere() {
        return Story.run(1_000 + upTo(4));
    }

    ActivityId activity() {
        return Story.activity(upTo(6));
    }

    String name(ParticipantId person) {
        return oneIn(4) ? pick(ODD_TEXT) : oneIn(3) ? pick(Story.PEOPLE) : Story.nameOf(person);
    }

    Optional<PasswordKey> proof() {
        return oneIn(3) ? Optional.empty() : Optional.of(oneIn(4) ? new PasswordKey("0b".repeat(32)) : RIGHT_KEY);
    }

    String text() {
        return oneIn(6) ? pick(ODD_TEXT) : "message " + upTo(100);
    }

    String key() {
        return oneIn(8) ? pick(List.of("", "a key", "k".repeat(65))) : "key" + upTo(20);
    }

    Value value() {
        return oneIn(10) ? Value.of("v".repeat(2_000)) : value(3);
    }

    private Value value(int depth) {
        return switch (upTo(depth == 0 ? 4 : 6)) {
            case 0 -> Value.none();
            case 1 -> Value.of(oneIn(2));
            case 2 -> Value.of(random.nextInt(1_000) / 4.0);
            case 3 -> Value.of("text " + upTo(100));
            case 4 -> Value.of(List.of(value(depth - 1), value(depth - 1)));
            default -> Value.of(Map.of("x", value(depth - 1)));
        };
    }

    ActivityConfig config() {
        return switch (upTo(4)) {
            case 0 -> new ActivityConfig(activity(), "unknown-v7", "Something else", value(2));
            case 1 -> new ActivityConfig(activity(), EchoChallenge.ID, "Broken", Value.none());
            case 2 -> EchoChallenge.challenge(activity(), "Hello", Optional.of(Duration.ofSeconds(2)));
            default -> EchoChallenge.challenge(activity(), "Hello");
        };
    }

    Value result() {
        return oneIn(5) ? value() : EchoChallenge.response(oneIn(2) ? "Hello" : "hello");
    }

    LobbySettings settings() {
        List<Name> teams = new ArrayList<>();
        for (String team : List.of("Red", "Blue", "Green")) {
            if (!oneIn(3)) {
                teams.add(Name.of(team));
            }
        }
        return LobbySettings.DEFAULT
                .withCapacity(LobbyLimits.CAPACITY_MIN + upTo(8))
                .withCountdown(Duration.ofMillis(upTo(3_000)))
                .withRunTimeLimit(oneIn(3) ? Optional.empty() : Optional.of(Duration.ofMillis(1 + upTo(8_000))))
                .withHostReclaim(pick(List.of(HostReclaim.values())))
                .withTeams(teams, pick(List.of(TeamChoice.values())));
    }

    Participant participant() {
        ParticipantId id = person();
        Participant plain = Participant.admitted(id, Name.of(Story.nameOf(id)), new LobbyTime(upTo(1_000)));
        return oneIn(3) ? plain.inMode(ParticipationMode.SPECTATING) : plain;
    }

    Duration duration() {
        return Duration.ofMillis(upTo(5_000));
    }
}
