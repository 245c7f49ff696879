package dev.muster.domain;

/** One scenario of the Rust original, and what became of it here. */
record KonnektScenario(Feature feature, String title, Answer answer) {
    /** What became of a scenario. */
    sealed interface Answer {}

    /** A test of the lobby tells it. */
    record Told(Class<?> by, String method) implements Answer {}

    /** It does not concern the lobby. */
    record LeftOut(Home home, String why) implements Answer {}

    /** The files of the original, each with the number of its scenarios. */
    enum Feature {
        ACTIVITY_LIFECYCLE(12),
        AUTHENTICATION(8),
        APPLICATION(2),
        ECHO_CHALLENGE(12),
        EDGE_CASES(9),
        EVENT_TRANSLATION(15),
        HOST_DELEGATION(10),
        INTEGRATION_FLOWS(3),
        LOBBY_MANAGEMENT(8),
        PEER_INTEGRATION(6),
        PEER_MESSAGING(12),
        PARTICIPATION_MODES(9),
        PEERS_AND_PARTICIPANTS(4),
        WHO_AM_I(2);

        private final int scenarios;

        Feature(int scenarios) {
            this.scenarios = scenarios;
        }

        int scenarios() {
            return scenarios;
        }
    }

    /** Where a scenario is at home that is not told of the lobby. */
    enum Home {
        /** Keys and signatures: who somebody is. */
        IDENTITY,
        /** Keeping everybody's event log the same. */
        SYNC,
        /** Noticing that a peer is silent, and that it is back. */
        LINKS,
        /** What a game touches. */
        SESSION,
        /** Nowhere: the design decided otherwise, and leaves nothing of it to test. */
        OVERRULED
    }
}
