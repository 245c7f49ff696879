package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.Lobby;
import dev.muster.domain.ParticipantCommand.SendChat;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionSimulationTest {
    private final World world = new World(1);

    @Test
    void aGuestSeesTheLobbyTakesAPlaceAndStaysInStep() {
        World.Player host = world.host("Alice");
        World.Player guest = world.guest(host, "Bob");
        world.until(() -> guest.loop.lobby().isPresent(), "Bob sees the lobby");
        assertFalse(guest.isIn());
        assertEquals("Alice's lobby", guest.lobby().name().value());
        guest.join();
        world.until(guest::isIn, "Bob is in");
        host.submit(new SendChat(host.lobbyId(), host.id(), "welcome"));
        guest.submit(new SendChat(guest.lobbyId(), guest.id(), "hello"));
        world.run(Duration.ofSeconds(2));
        Lobby lobby = host.lobby();
        assertEquals(lobby, guest.lobby());
        assertEquals(2, lobby.chat().messages().size());
        assertTrue(host.loop.isHost());
        assertFalse(guest.loop.isHost());
        assertEquals(host.loop.p2p().currentSequence(), guest.loop.p2p().currentSequence());
    }
}
