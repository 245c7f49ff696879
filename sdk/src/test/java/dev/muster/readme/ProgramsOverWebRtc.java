package dev.muster.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.fork.Machines;
import dev.muster.fork.Machines.Machine;
import dev.muster.signalling.server.SignallingServer;
import dev.muster.signalling.server.StartException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Run by {@link ReadmeTest}: the programs that people are shown, each on a machine of its own, with the local
 * signalling server's URL and an empty ICE list as arguments.
 */
class ProgramsOverWebRtc {
    private final Machines machines = new Machines();
    private SignallingServer server;
    private String url;

    @BeforeEach
    void startServer() throws StartException {
        server = SignallingServer.builder()
                .address(new InetSocketAddress(Machines.TEST_ADDRESS, 0))
                .start();
        url = "ws://" + Machines.TEST_ADDRESS + ":" + server.boundAddress().getPort();
    }

    @AfterEach
    void end() {
        machines.close();
        server.close();
    }

    @Test
    void theHostAndTheGuestOfTheReadmeMeet() throws Exception {
        Machine host = machines.java(Host.class, url);
        String id = said(host, "Share this id: ");
        Machine guest = machines.java(Guest.class, url, id);
        machines.until("both see both", () -> seesBoth(host) && seesBoth(guest));
    }

    @Test
    void theHostAndTheGuestOfTheDocumentMeet() throws Exception {
        Machine host = machines.java(dev.muster.document.Host.class, url);
        String id = said(host, "Session ID: ");
        Machine guest = machines.java(dev.muster.document.Guest.class, url, id);
        machines.until("the host counts two", () -> host.count("| Participants: 2") > 0);
        assertEquals(1, guest.count("| Lobby synced!"), machines::log);
    }

    private static boolean seesBoth(Machine machine) {
        return machine.count("| lobby 'My Lobby', OPEN, 2 in") > 0;
    }

    /** What a program prints after some words, as soon as it does. */
    private String said(Machine machine, String words) {
        String start = "| " + words;
        machines.until("it says " + words, () -> machine.count(start) > 0);
        return machine.lines().stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow()
                .substring(start.length());
    }
}
