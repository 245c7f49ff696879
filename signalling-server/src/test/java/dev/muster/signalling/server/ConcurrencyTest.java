package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** Many threads join, leave and crash at once. Who must have heard of whom follows from who was there with whom. */
@Timeout(120)
class ConcurrencyTest {
    private static final int OFFERS = 50;
    private static final int TIMES = 50; // In a row, each with a server of its own.
    private static final int THREADS = 8;

    private final SignallingServer server = Servers.start();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
        server.close();
    }

    /** A peer and what it was told so far. */
    private static final class Witness {
        private final RawClient client;
        private final String id;
        private final Set<String> arrived = new HashSet<>();
        private final Set<String> left = new HashSet<>();

        Witness(SignallingServer server, String path) throws IOException {
            this.client = RawClient.join(server, path);
            this.id = client.nextId(); // Fails if anything comes before the id.
        }

        /** Reads until an echo of its own comes: what was sent to it before has then been read. */
        void catchUp() throws IOException {
            client.signal(id, "\"echo\"");
            String event = client.next();
            while (!event.endsWith("\"data\":\"echo\"}}")) {
                note(event);
                event = client.next();
            }
        }

        private void note(String event) throws IOException {
            if (event.startsWith("{\"NewPeer\"")) {
                assertTrue(arrived.add(RawClient.field(event, "NewPeer")), "told twice: " + event);
            } else {
                assertTrue(left.add(RawClient.field(event, "PeerLeft")), "told twice: " + event);
            }
        }
    }

    private <T> List<T> inParallel(List<Callable<T>> work) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> result : threads.invokeAll(work)) {
            results.add(result.get());
        }
        return results;
    }

    @RepeatedTest(TIMES)
    void ofSimultaneousJoinersEveryPairMeetsExactlyOnce() throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Callable<Witness>> joins = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            joins.add(() -> {
                start.await();
                return new Witness(server, "/room");
            });
        }
        List<Witness> witnesses = inParallel(joins);
        for (Witness witness : witnesses) {
            witness.catchUp();
        }
        for (Witness a : witnesses) {
            for (Witness b : witnesses) {
                if (a != b) {
                    assertTrue(a.arrived.contains(b.id) != b.arrived.contains(a.id), "both or neither were told");
                }
            }
            assertEquals(Set.of(), a.left);
        }
        for (Witness witness : witnesses) {
            witness.client.crash();
        }
        Until.holds("all have left", () -> server.stats().peers() == 0);
    }

    @RepeatedTest(TIMES)
    void whoHeardOfWhomFollowsFromWhoWasThere() throws Exception {
        List<Callable<List<Witness>>> lives = new ArrayList<>();
        Map<String, String> rooms = new ConcurrentHashMap<>();
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            lives.add(() -> live(random, rooms));
        }
        List<Witness> stayed = inParallel(lives).stream().flatMap(List::stream).toList();
        Until.holds("only those who stayed are there", () -> server.stats().peers() == stayed.size());
        Map<String, List<Witness>> byRoom =
                stayed.stream().collect(Collectors.groupingBy(witness -> String.valueOf(rooms.get(witness.id))));
        assertEquals(byRoom.size(), server.stats().rooms());
        for (Witness witness : stayed) {
            witness.catchUp();
        }
        for (List<Witness> members : byRoom.values()) {
            assertEverybodyKnowsWhomItMust(members, rooms);
        }
        for (Witness witness : stayed) {
            witness.client.crash();
        }
        Until.holds("nothing is left", () -> server.stats().connections() == 0);
        assertEquals(0, server.stats().rooms());
    }

    private static void assertEverybodyKnowsWhomItMust(List<Witness> members, Map<String, String> rooms) {
        Set<String> present = members.stream().map(witness -> witness.id).collect(Collectors.toSet());
        for (Witness witness : members) {
            // Whoever it heard of is still there, or it heard of the end too; and nobody from elsewhere.
            Set<String> known = new HashSet<>(witness.arrived);
            known.removeAll(witness.left);
            assertTrue(present.containsAll(known), "a ghost: " + known + " of " + present);
            for (Witness other : members) {
                if (other != witness) {
                    assertTrue(witness.arrived.contains(other.id) != other.arrived.contains(witness.id));
                }
            }
            Set<String> heard = new HashSet<>(witness.arrived);
            heard.addAll(witness.left);
            for (String id : heard) {
                assertEquals(rooms.get(witness.id), rooms.get(id), "heard across rooms");
            }
        }
    }

    /** Joins and leaves at random; gives those who stay. */
    private List<Witness> live(SplittableRandom random, Map<String, String> rooms) throws IOException {
        List<Witness> mine = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            if (mine.size() < 5 || random.nextBoolean()) {
                String room = "/room" + random.nextInt(3);
                Witness witness = new Witness(server, room);
                rooms.put(witness.id, room);
                mine.add(witness);
            } else {
                Witness witness = mine.remove(random.nextInt(mine.size()));
                if (random.nextBoolean()) {
                    witness.client.crash();
                } else {
                    witness.client.sayGoodbye();
                    witness.client.close();
                }
            }
        }
        return mine;
    }

    @RepeatedTest(TIMES)
    void aFastOfferIsNeverLost() throws Exception {
        try (RawClient eager = RawClient.join(server, "/room")) {
            String eagerId = eager.nextId();
            Future<List<String>> offers = threads.submit(() -> {
                List<String> offered = new ArrayList<>();
                for (int i = 0; i < OFFERS; i++) {
                    String newcomer = RawClient.field(eager.next(), "NewPeer");
                    eager.signal(newcomer, "\"Offer\"");
                    offered.add(newcomer);
                    assertEquals(newcomer, RawClient.field(eager.next(), "PeerLeft"));
                }
                return offered;
            });
            for (int i = 0; i < OFFERS; i++) {
                try (RawClient newcomer = RawClient.join(server, "/room")) {
                    newcomer.nextId();
                    assertEquals("{\"Signal\":{\"sender\":\"" + eagerId + "\",\"data\":\"Offer\"}}", newcomer.next());
                }
            }
            assertEquals(OFFERS, offers.get().size());
        }
    }

    @RepeatedTest(TIMES)
    void signalsFromManySendersKeepEachSendersOrder() throws Exception {
        try (RawClient receiver = RawClient.join(server, "/room")) {
            String receiverId = receiver.nextId();
            List<Callable<String>> senders = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                senders.add(() -> {
                    try (RawClient sender = RawClient.join(server, "/room")) {
                        String id = sender.nextId();
                        for (int n = 0; n < 100; n++) {
                            sender.signal(receiverId, String.valueOf(n));
                        }
                        sender.signal(id, "\"echo\"");
                        String event = sender.next();
                        while (!event.contains("\"echo\"")) {
                            event = sender.next();
                        }
                        return id;
                    }
                });
            }
            Map<String, Integer> next = new HashMap<>();
            for (String id : inParallel(senders)) {
                next.put(id, 0);
            }
            int left = THREADS * 100;
            while (left > 0) {
                String event = receiver.next();
                if (event.startsWith("{\"Signal\"")) {
                    String sender = event.substring(21, 57);
                    int number = next.merge(sender, 1, Integer::sum) - 1;
                    assertTrue(event.endsWith("\"data\":" + number + "}}"), event);
                    left--;
                }
            }
        }
    }
}
