package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.fork.Machines.Machine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A host and its guests through bad days. Run by {@link RealSessionsTest}. */
class RealSessions extends RealProcesses {
    private static final int GUESTS = 8;
    private static final Duration STANDSTILL = Duration.ofSeconds(10);

    /** One session for all of it, since starting nine processes takes longer than what they are needed for. */
    @Test
    void eightGuestsPlayAndOutliveTheServerOneThatIsKilledAndOneThatStandsStill() throws Exception {
        Machine host = host();
        String session = word(host, "session", 1);
        var guests = new ArrayList<Machine>();
        for (int i = 0; i < GUESTS; i++) {
            guests.add(guest(session, "Guest" + i));
        }
        takePlaces(host, guests, GUESTS);
        assertInStep(host, guests);

        everybodyPlaysAnEcho(host, guests);
        guests.add(theServerRestartsAndANewGuestJoins(host, session, guests));
        List<Machine> left = oneIsKilledAndAnotherStandsStill(host, guests);
        theHostIsKilledAndTheRoleGoesOn(host, left);
    }

    private void everybodyPlaysAnEcho(Machine host, List<Machine> guests) throws IOException {
        host.order("play hello");
        String results = "results 9 points 900 ALL_SUBMITTED";
        machines.until("all have all results", () -> everybody(host, guests, results, 1));
        assertInStep(host, guests);
    }

    private Machine theServerRestartsAndANewGuestJoins(Machine host, String session, List<Machine> guests)
            throws Exception {
        server.kill();
        machines.until("all know", () -> everybody(host, guests, "signalling lost", 1));
        guests.get(0).order("chat without-server");
        machines.until("links live on without it", () -> everybody(host, guests, "heard without-server", 1));
        server.start();
        Machine late = guest(session, "Late");
        machines.until("all are back", () -> everybody(host, guests, "signalling restored", 1));
        takePlaces(host, List.of(late), 1);
        assertEquals(0, host.count("left"), machines::log);
        assertInStep(host, Stream.concat(guests.stream(), Stream.of(late)).toList());
        return late;
    }

    private List<Machine> oneIsKilledAndAnotherStandsStill(Machine host, List<Machine> guests) throws Exception {
        Machine victim = guests.get(2);
        Machine still = guests.get(5);
        String victimId = word(victim, "iam", 2);
        String stillPeer = word(still, "iam", 1);
        long stopped = System.nanoTime();
        still.signal("STOP");
        victim.signal("KILL");
        machines.until("the host misses it", () -> host.count("broken " + stillPeer) == 1);
        host.order("chat missed");
        machines.until("it stood still", () -> System.nanoTime() - stopped >= STANDSTILL.toNanos());
        still.signal("CONT");
        machines.until("it is back", () -> host.count("restored " + stillPeer) == 1);
        machines.until("and hears what it missed", () -> still.count("heard missed") == 1);
        List<Machine> others = guests.stream().filter(one -> one != victim).toList();
        machines.until("the killed one is lost", () -> everybody(host, others, "left " + victimId + " LOST", 1));
        assertInStep(host, others);
        assertTrue(others.stream().allMatch(one -> one.count("left") == 1), machines::log);
        return others;
    }

    private void theHostIsKilledAndTheRoleGoesOn(Machine host, List<Machine> guests) throws Exception {
        host.signal("KILL");
        machines.until("somebody is host", () -> guests.stream().allMatch(one -> one.count("host ") == 1));
        String oldestId = word(guests.get(0), "host", 1);
        Machine oldest = whoever(guests, oldestId);
        Machine next = guests.stream().filter(one -> one != oldest).findFirst().orElseThrow();
        assertTrue(everyOne(guests, "host " + oldestId), machines::log);
        next.order("chat orphaned");
        machines.until("all hear each other", () -> everyOne(guests, "heard orphaned"));
        List<Machine> others = guests.stream().filter(one -> one != oldest).toList();
        assertInStep(oldest, others);

        String nextId = word(next, "iam", 2);
        oldest.order("handOver " + nextId);
        machines.until("the next is host", () -> everyOne(guests, "host " + nextId));
        oldest.order("chat handed-over");
        machines.until("all hear the one who was host", () -> everyOne(guests, "heard handed-over"));
        assertInStep(next, guests.stream().filter(one -> one != next).toList());
        assertTrue(guests.stream().allMatch(one -> one.count("refused") == 0), machines::log);
    }

    private void takePlaces(Machine host, List<Machine> guests, int joined) throws IOException {
        for (Machine guest : guests) {
            word(guest, "sees", 1);
            guest.order("join");
        }
        long before = joined == GUESTS ? 0 : GUESTS;
        machines.until("all are in", () -> host.count("joined") == before + joined);
    }
}
