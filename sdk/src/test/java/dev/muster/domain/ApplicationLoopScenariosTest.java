package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.LifecycleCommand.EndLobby;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipEvent.GuestJoined;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an application sees that hands in commands and drains events. */
class ApplicationLoopScenariosTest {
    private static final ParticipantId ALICE = TestLobby.person("Alice");
    private static final ParticipantId BOB = TestLobby.person("Bob");

    private final DomainLoop loop = new DomainLoop(() -> new UUID(2, 2), ActivityTypes.of());
    private final EventReader reader = loop.attachSessionReader();

    private List<EmittedEvent> poll() {
        List<EmittedEvent> emitted = new ArrayList<>();
        loop.poll(LobbyTime.ZERO);
        reader.readTo(emitted::add);
        return emitted;
    }

    private void create() {
        loop.submit(Sender.person(ALICE), new CreateLobby(TestLobby.ID, "Friday night", "Alice"));
    }

    @Test
    void aLobbyMadeThroughTheLoopIsItsFirstEventAndHasOneParticipant() {
        create();

        List<EmittedEvent> emitted = poll();

        assertEquals(1, emitted.size());
        assertInstanceOf(LobbyCreated.class, emitted.get(0).event());
        assertEquals(Optional.of(new CorrelationId(1)), emitted.get(0).cause());
        assertEquals(1, loop.lobby(TestLobby.ID).orElseThrow().participants().size());
    }

    @Test
    void aLobbyMadeAndJoinedInOnePollGivesTwoEventsInOrder() {
        create();
        loop.submit(Sender.person(BOB), new JoinLobby(TestLobby.ID, "Bob"));

        List<EmittedEvent> emitted = poll();

        assertEquals(2, emitted.size());
        assertInstanceOf(LobbyCreated.class, emitted.get(0).event());
        assertInstanceOf(GuestJoined.class, emitted.get(1).event());
        assertEquals(2, loop.lobby(TestLobby.ID).orElseThrow().participants().size());
    }

    @Test
    void aRefusalIsToldToTheOneWhoAskedAndIsInNoEventLog() {
        create();
        poll();
        loop.submit(Sender.person(BOB), new EndLobby(TestLobby.ID));

        EmittedEvent refused = poll().get(0);

        assertInstanceOf(CommandFailed.class, refused.event());
        assertFalse(LoggedEvent.class.isInstance(refused.event()));
        assertEquals(Optional.of(new CorrelationId(2)), refused.cause());
    }
}
