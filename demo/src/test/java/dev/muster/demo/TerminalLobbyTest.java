package dev.muster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The demo where there is no window, as people start it: a process that ends by itself. */
class TerminalLobbyTest {
    private static final List<String> SCRIPT = List.of(
            "Signalling server: ws://localhost:\\d+",
            "Session id: [0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}",
            "Alice opened 'Demo Lobby'.",
            "Bob joined.",
            "Alice: Welcome, Bob.",
            "Bob: Hello, Alice!",
            "Bob is ready.",
            "Up next: Echo: many hands make light work.",
            "The run begins: type back 'many hands make light work'.",
            "Bob is done.",
            "Alice is done.",
            "The run is over: Bob 100 points, Alice 100 points.",
            "Bob left.",
            "The lobby is closed.");

    @Test
    void withoutADisplayItSaysSoAndPlaysTheWholeLobby() throws Exception {
        DemoProcess.Outcome outcome = DemoProcess.run(DemoProcess.NETWORK, Optional.empty(), Main.class);
        assertPlayed("No window, because there is no display \\(.+\\); the lobby runs in the terminal\\.", outcome);
    }

    @Test
    void aDisplayThatIsNotThereIsNoDisplay() throws Exception {
        DemoProcess.Outcome outcome = DemoProcess.run(DemoProcess.NETWORK, Optional.of(":4711"), Main.class, "");
        assertPlayed("No window, because there is no display \\(.+\\); the lobby runs in the terminal\\.", outcome);
    }

    /** Two players on one machine need no network: they meet over TCP. */
    @Test
    void withoutANetworkItPlaysTheWholeLobbyAllTheSame() throws Exception {
        DemoProcess.Outcome outcome =
                DemoProcess.run(DemoProcess.LOOPBACK_ALONE, Optional.empty(), Main.class, "--headless");
        assertPlayed("No window, because --headless was given; the lobby runs in the terminal\\.", outcome);
    }

    @Test
    void anUnknownArgumentIsAnsweredWithTheUsage() throws Exception {
        DemoProcess.Outcome outcome =
                DemoProcess.run(DemoProcess.LOOPBACK_ALONE, Optional.empty(), Main.class, "--windows");
        assertEquals(new DemoProcess.Outcome(Main.MISUSED, List.of(Options.USAGE)), outcome);
    }

    private static void assertPlayed(String firstLine, DemoProcess.Outcome outcome) {
        assertEquals(Main.DONE, outcome.code(), outcome::toString);
        assertFalse(outcome.hasStackTrace(), outcome::toString);
        assertLinesMatch(List.of(firstLine), outcome.output().subList(0, 1), outcome::toString);
        assertLinesMatch(SCRIPT, outcome.output().subList(1, outcome.output().size()), outcome::toString);
    }
}
