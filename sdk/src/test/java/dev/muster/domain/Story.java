package dev.muster.domain;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Commands of several people to one lobby, in order: what a property is checked on. Reads as a story when printed. */
record Story(List<Step> steps) {
    static final LobbyId LOBBY = new LobbyId(new UUID(0, 1));
    static final List<String> PEOPLE =
            List.of("Alice", "Bob", "Carol", "Dave", "Erin", "Frank", "Grace", "Heidi", "Ivan", "Judy");

    /** @param laterMillis how long after the step before */
    record Step(long laterMillis, Sender sender, DomainCommand command) {
        @Override
        public String toString() {
            String who = sender instanceof Sender.Person person ? nameOf(person.id()) : "the session";
            return "+" + laterMillis + " ms, " + who + ": " + readable(command.toString());
        }
    }

    Story {
        steps = List.copyOf(steps);
    }

    static ParticipantId person(int number) {
        return new ParticipantId(new UUID(1, number));
    }

    /** Runs get ids in the order in which they start, so that a story can name them before they do. */
    static RunId run(int number) {
        return new RunId(new UUID(2, number));
    }

    static ActivityId activity(int number) {
        return new ActivityId(new UUID(3, number));
    }

    static IdSource ids() {
        return new IdSource() {
            private int given;

            @Override
            public UUID next() {
                return run(given++).value();
            }
        };
    }

    static String nameOf(ParticipantId id) {
        return PEOPLE.get((int) id.value().getLeastSignificantBits());
    }

    private static String readable(String text) {
        String readable = text.replace("lobbyId=" + LOBBY + ", ", "").replace("lobbyId=" + LOBBY, "");
        for (int number = 0; number < PEOPLE.size(); number++) {
            readable = readable.replace(person(number).toString(), PEOPLE.get(number))
                    .replace(run(number).toString(), "run " + number)
                    .replace(activity(number).toString(), "activity " + number);
        }
        return readable;
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
    }
}
