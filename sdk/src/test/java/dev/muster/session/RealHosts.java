package dev.muster.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.fork.Machines.Machine;
import dev.muster.webrtc.SignallingProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Six players whose host hands over, stands still for a while and for too long, and dies. Run by RealSessionsTest. */
class RealHosts extends RealProcesses {
    private static final int GUESTS = 5;
    private static final String GRACE_SECONDS = "10";
    private static final int WORDS_PER_SECOND = 20;

    /** One session for all of it, since starting six processes takes longer than what they are needed for. */
    @Test
    void theLobbyOutlivesEveryHost() throws Exception {
        Machine alice = machines.java(RealPeer.class, RealPeer.HOST, SignallingProcess.URL, "Alice", GRACE_SECONDS);
        String session = word(alice, "session", 1);
        var all = new ArrayList<>(List.of(alice));
        for (int i = 0; i < GUESTS; i++) {
            Machine guest = machines.java(RealPeer.class, session, SignallingProcess.URL, "Guest" + i, GRACE_SECONDS);
            word(guest, "sees", 1);
            guest.order("join");
            int joined = i + 1;
            machines.until("the guest is in", () -> alice.count("joined") == joined);
            all.add(guest);
        }
        assertInStep(alice, without(all, alice));

        handsOverWhileSomebodyTalks(all);
        standsStillForAWhile(all);
        standsStillForTooLong(all);
        diesWhileThereIsNoServer(all);
    }

    /** Alice hands over to the first guest, and back, while the last one talks: no word is lost or heard twice. */
    private void handsOverWhileSomebodyTalks(List<Machine> all) throws IOException {
        Machine alice = all.get(0);
        Machine next = all.get(1);
        Machine talker = all.get(GUESTS);
        talker.order("talk " + WORDS_PER_SECOND);
        machines.until("there is talk", () -> alice.count("heard word-") > WORDS_PER_SECOND);
        handOver(alice, next, all);
        long heard = next.count("heard word-");
        machines.until("the talk goes on", () -> next.count("heard word-") > heard + WORDS_PER_SECOND);
        handOver(next, alice, all);
        talker.order("hush");
        int words = Integer.parseInt(word(talker, "talked", 1));
        String last = "heard word-" + (words - 1) + ".";
        machines.until("all heard the last word", () -> everyOne(all, last));
        for (int i = 0; i < words; i++) {
            String each = "heard word-" + i + ".";
            assertTrue(everyOne(all, each), () -> each + machines.log());
        }
        assertInStep(alice, without(all, alice));
    }

    private void handOver(Machine from, Machine to, List<Machine> all) throws IOException {
        String id = word(to, "iam", 2);
        from.order("handOver " + id);
        machines.until("the role is handed over", () -> everyOne(all, "host " + id));
    }

    private void standsStillForAWhile(List<Machine> all) throws Exception {
        Machine host = all.get(0);
        List<Machine> guests = without(all, host);
        String peer = word(host, "iam", 1);
        host.signal("STOP");
        machines.until("all miss the host", () -> everyOne(guests, "broken " + peer));
        host.signal("CONT");
        machines.until("the host is back", () -> everyOne(guests, "restored " + peer));
        guests.get(0).order("chat still-host");
        machines.until("it is host as before", () -> everyOne(all, "heard still-host"));
        assertEquals(
                2L * all.size(),
                all.stream().mapToLong(one -> one.count("host ")).sum(),
                machines::log);
        assertInStep(host, guests);
    }

    private void standsStillForTooLong(List<Machine> all) throws Exception {
        Machine host = all.get(0);
        Machine oldest = all.get(1);
        List<Machine> guests = without(all, host);
        host.signal("STOP");
        machines.until("the oldest guest is host", () -> guests.stream().allMatch(one -> one.count("host ") == 3));
        oldest.order("chat without-you");
        machines.until("the others go on", () -> everyOne(guests, "heard without-you"));
        host.signal("CONT");
        machines.until("the old host knows", () -> host.count("host ") == 3);
        assertInStep(oldest, without(all, oldest));
    }

    private void diesWhileThereIsNoServer(List<Machine> all) throws Exception {
        server.kill();
        Machine host = all.get(1);
        List<Machine> left = without(all, host);
        machines.until(
                "all know",
                () -> left.stream().allMatch(one -> one.count("signalling lost") > one.count("signalling restored")));
        host.signal("KILL");
        machines.until("there is another host", () -> left.stream().allMatch(one -> one.count("host ") == 4));
        String id = word(left, "host ", 3);
        assertTrue(left.stream().allMatch(one -> one.lines().contains("host " + id)), machines::log);
        left.get(0).order("chat on-we-go");
        machines.until("they go on", () -> everyOne(left, "heard on-we-go"));
        Machine next = whoever(left, id);
        assertInStep(next, without(left, next));
    }

    /** The word after the start of a line, where it stands for the given time, counted from 0. */
    private static String word(List<Machine> machines, String start, int index) {
        return machines.get(0).lines().stream()
                .filter(line -> line.startsWith(start))
                .skip(index)
                .findFirst()
                .map(line -> line.substring(start.length()))
                .orElseThrow();
    }

    private static List<Machine> without(List<Machine> all, Machine one) {
        return all.stream().filter(other -> other != one).toList();
    }
}
