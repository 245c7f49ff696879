package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.muster.domain.ActivityCommand.SyncRunStarted;
import dev.muster.domain.ActivityEvent.RunStarted;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DomainCommandTest {
    private static final List<ParticipantId> BOB_TWICE = List.of(Story.person(1), Story.person(1));

    /** Found by {@link LobbyPropertiesTest}: the fold refused what the rules had accepted. */
    @Test
    void aRunRequiresNobodyTwice() {
        ActivityConfig config = EchoChallenge.challenge(Story.activity(1), "Hello");
        var start = new RunStart(Story.run(1), config, LobbyTime.ZERO, Optional.empty());

        assertThrows(
                IllegalArgumentException.class, () -> new SyncRunStarted(Story.LOBBY, Story.run(1), config, BOB_TWICE));
        assertThrows(IllegalArgumentException.class, () -> new RunStarted(Story.LOBBY, start, BOB_TWICE));
        assertThrows(IllegalArgumentException.class, () -> ActivityRun.of(start, BOB_TWICE, List.of()));
    }
}
