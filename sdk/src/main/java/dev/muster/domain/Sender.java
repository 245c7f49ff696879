package dev.muster.domain;

import java.util.Objects;
import java.util.Optional;

/** Who issued a command, as proved before it reached the domain. Never taken from the command itself. */
public sealed interface Sender {
    /** A person, admitted or not, whose key is proved. */
    static Sender person(ParticipantId id) {
        return new Person(id, Optional.empty());
    }

    /** The session itself: time-outs and synchronisation, on this machine. */
    static Sender session() {
        return Session.INSTANCE;
    }

    /** Whether this is that person. */
    default boolean is(ParticipantId id) {
        return false;
    }

    /** Whether this is the session itself. */
    default boolean isSession() {
        return false;
    }

    /**
     * A person.
     *
     * @param provenPassword the key of the password that the person proved to know, if any
     */
    record Person(ParticipantId id, Optional<PasswordKey> provenPassword) implements Sender {
        public Person {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(provenPassword, "provenPassword");
        }

        @Override
        public boolean is(ParticipantId other) {
            return id.equals(other);
        }
    }

    /** The session itself. */
    record Session() implements Sender {
        private static final Session INSTANCE = new Session();

        @Override
        public boolean isSession() {
            return true;
        }
    }
}
