package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.fork.Machines.Machine;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The largest lobby there can be, over real WebRTC. Run by {@link RealSessionsTest}. */
class RealFullSessions extends RealProcesses {
    private static final int PEOPLE_IN_A_FULL_LOBBY = 64;
    private static final int FLOW_PER_SECOND = 60;

    private int roomsMade;

    @Test
    void aLobbyWithEveryBoundFullIsJoinedAtRestAndWhileSixtyEventsASecondFlow() throws Exception {
        Machine host = host();
        String session = word(host, "session", 1);
        host.order("fill");
        long bytes = Long.parseLong(word(host, "filled", 1));
        assertTrue(bytes > 1_000_000, "a full lobby is " + bytes + " bytes");

        Machine first = guest(session, "First");
        joinsOnceThereIsRoom(host, first);
        assertInStep(host, List.of(first));

        host.order("flow " + FLOW_PER_SECOND);
        Machine second = guest(session, "Second");
        joinsOnceThereIsRoom(host, second);
        // Both keep up while it flows, and not only when it has stopped.
        long seen = where(host, 0).sequence();
        where(second, seen + FLOW_PER_SECOND);
        where(first, seen + FLOW_PER_SECOND);
        host.order("stop");
        word(host, "flowed", 1);
        assertInStep(host, List.of(first, second));
        for (Machine guest : List.of(first, second)) {
            assertEquals(0, guest.count("broken"), machines::log);
        }
    }

    /** A full lobby can be seen, but has no place; and whoever has none hears of no event. */
    private void joinsOnceThereIsRoom(Machine host, Machine guest) throws IOException {
        assertEquals(Integer.toString(PEOPLE_IN_A_FULL_LOBBY), word(guest, "sees", 1));
        guest.order("join");
        machines.until("the lobby is full", () -> guest.count("refused LOBBY_FULL") == 1);
        host.order("makeRoom");
        long rooms = ++roomsMade;
        machines.until("somebody goes", () -> host.count("room") == rooms);
        guest.order("join");
        String id = word(guest, "iam", 2);
        machines.until("there is a place", () -> host.count("joined " + id) == 1);
    }
}
