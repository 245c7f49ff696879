package dev.muster.domain;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the rules make of a command. */
public sealed interface Decision {
    static Decision accepted(LoggedEvent event) {
        return new Accepted(List.of(event));
    }

    static Decision accepted(List<LoggedEvent> events) {
        return new Accepted(events);
    }

    static Decision refused(RefusalCode code, String sentence) {
        return new Refused(new Refusal(code, sentence));
    }

    /** What happens, in order; nothing if the command is refused. */
    default List<LoggedEvent> events() {
        return List.of();
    }

    /** Why not, if the command is refused. */
    default Optional<Refusal> refusal() {
        return Optional.empty();
    }

    /** The command is followed. At least one event, so that its author finds it again in the log. */
    record Accepted(List<LoggedEvent> events) implements Decision {
        public Accepted {
            events = List.copyOf(events);
            if (events.isEmpty()) {
                throw new IllegalArgumentException("a command that changes nothing is refused, not accepted");
            }
        }
    }

    /** The command changes nothing. */
    record Refused(Refusal reason) implements Decision {
        public Refused {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public Optional<Refusal> refusal() {
            return Optional.of(reason);
        }
    }
}
