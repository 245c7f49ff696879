package dev.muster.signalling.server;

import java.util.Objects;

/** The verdict of an {@link AdmissionPolicy}. */
public sealed interface Admission {
    /** Come in. */
    static Admission accepted() {
        return new Accepted();
    }

    /** Stay out: the client gets status 401 and the reason as text. */
    static Admission refused(String reason) {
        return new Refused(reason);
    }

    /** Come in. */
    record Accepted() implements Admission {}

    /**
     * Stay out.
     *
     * @param reason a sentence for the client
     */
    record Refused(String reason) implements Admission {
        public Refused {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
