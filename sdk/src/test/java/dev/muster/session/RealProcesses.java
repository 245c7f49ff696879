package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.fork.Machines;
import dev.muster.fork.Machines.Machine;
import dev.muster.webrtc.SignallingProcess;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A signalling server, and games that meet there: each a process on a machine of its own. */
abstract class RealProcesses {
    final Machines machines = new Machines();
    final SignallingProcess server = new SignallingProcess();
    private int questions;

    @BeforeEach
    void startServer() throws IOException {
        server.start();
    }

    @AfterEach
    void endAll() {
        machines.close();
        server.close();
    }

    final Machine host() throws IOException, InterruptedException {
        return machines.java(RealPeer.class, RealPeer.HOST, SignallingProcess.URL, "Alice");
    }

    record Stand(long sequence, String digest) {}

    /** Where a peer stands as soon as it has come that far. */
    final Stand where(Machine peer, long sequence) throws IOException {
        String name = "stands " + questions++;
        peer.order("where " + name.substring("stands ".length()) + " " + sequence);
        String[] words = line(peer, name + " ").split(" ", -1);
        return new Stand(Long.parseLong(words[2]), words[3]);
    }

    /** All have every event, and the same lobby of it. The host has to be at rest. */
    final void assertInStep(Machine host, List<Machine> guests) throws IOException {
        Stand expected = where(host, 0);
        for (Machine guest : guests) {
            assertEquals(expected, where(guest, expected.sequence()), machines::log);
        }
    }

    final Machine guest(String session, String name) throws IOException, InterruptedException {
        return machines.java(RealPeer.class, session, SignallingProcess.URL, name);
    }

    final Machine whoever(List<Machine> guests, String participant) throws Exception {
        for (Machine guest : guests) {
            if (word(guest, "iam", 2).equals(participant)) {
                return guest;
            }
        }
        throw new AssertionError("nobody is " + participant + machines.log());
    }

    static boolean everyOne(List<Machine> guests, String line) {
        return guests.stream().allMatch(one -> one.count(line) == 1);
    }

    static boolean everybody(Machine host, List<Machine> guests, String line, int times) {
        return Stream.concat(Stream.of(host), guests.stream()).allMatch(one -> one.count(line) == times);
    }

    /** A word of the first line that begins so, as soon as there is one. */
    final String word(Machine machine, String first, int index) {
        return line(machine, first + " ").split(" ", -1)[index];
    }

    private String line(Machine machine, String start) {
        machines.until("it says " + start, () -> machine.count(start) > 0);
        return machine.lines().stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow();
    }
}
