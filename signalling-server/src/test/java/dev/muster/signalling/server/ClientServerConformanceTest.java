package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the stock client-server topology promises, but with one host for each room instead of one for the server. */
@Timeout(60)
class ClientServerConformanceTest {
    private static final Duration SILENCE = Duration.ofMillis(100);

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicBoolean admits = new AtomicBoolean(true);
    private final SignallingServer server = Servers.start(builder -> builder.topology(Topology.CLIENT_SERVER)
            .peerListener(Servers.recorder(heard))
            .admissionPolicy(request -> {
                heard.add("request");
                return admits.get() ? Admission.accepted() : Admission.refused("planted");
            }));

    @AfterEach
    void stop() {
        server.close();
    }

    private RawClient join(String path) throws IOException {
        return RawClient.join(server, path);
    }

    @Test
    void theHostGetsItsIdAndTheEmbedderHearsOfIt() throws IOException {
        try (RawClient host = join("/r")) {
            host.nextId();
            Until.holds("joined", () -> heard.size() == 3);
            host.crash();
            Until.holds("left", () -> heard.size() == 4);
            assertEquals(List.of("request", "assigned r HOST", "joined r HOST", "left r HOST"), heard);
        }
    }

    @Test
    void aDeniedHostIsNoHost() throws IOException {
        admits.set(false);
        assertTrue(RawClient.http(server.boundAddress(), RawClient.upgradeRequest("/r"))
                .startsWith("HTTP/1.1 401 "));
        assertEquals(List.of("request"), heard);
        admits.set(true);
        try (RawClient host = join("/r")) {
            host.nextId();
            Until.holds("joined", () -> heard.contains("joined r HOST"));
        }
    }

    @Test
    void theHostHearsOfClientsAndClientsOfNobody() throws IOException {
        try (RawClient host = join("/r")) {
            host.nextId();
            try (RawClient client = join("/r");
                    RawClient second = join("/r")) {
                String id = client.nextId();
                String secondId = second.nextId();
                assertEquals(id, RawClient.field(host.next(), "NewPeer"));
                assertEquals(secondId, RawClient.field(host.next(), "NewPeer"));
                client.crash();
                assertEquals(id, RawClient.field(host.next(), "PeerLeft"));
                assertEquals(Optional.empty(), second.receive(SILENCE));
            }
            Until.holds(
                    "clients left",
                    () -> heard.stream().filter("left r CLIENT"::equals).count() == 2);
            assertEquals(2, heard.stream().filter("joined r CLIENT"::equals).count());
        }
    }

    @Test
    void whateverAClientSendsReachesTheHostWhomeverItNames() throws IOException {
        try (RawClient host = join("/r")) {
            String hostId = host.nextId();
            try (RawClient client = join("/r")) {
                String id = client.nextId();
                assertEquals(id, RawClient.field(host.next(), "NewPeer"));
                client.signal(id, "\"123\"");
                assertEquals("{\"Signal\":{\"sender\":\"" + id + "\",\"data\":\"123\"}}", host.next());
                host.signal(id, "1");
                assertEquals("{\"Signal\":{\"sender\":\"" + hostId + "\",\"data\":1}}", client.next());
            }
        }
    }

    @Test
    void eachRoomHasItsHost() throws IOException {
        try (RawClient one = join("/one");
                RawClient two = join("/two")) {
            one.nextId();
            two.nextId();
            Until.holds("two hosts", () -> heard.containsAll(List.of("joined one HOST", "joined two HOST")));
            assertEquals(Optional.empty(), one.receive(SILENCE));
        }
    }

    @Test
    void whenTheHostLeavesItsClientsHearItAndMeetTheNextOne() throws IOException {
        try (RawClient host = join("/r")) {
            String hostId = host.nextId();
            try (RawClient client = join("/r")) {
                String id = client.nextId();
                host.crash();
                assertEquals(hostId, RawClient.field(client.next(), "PeerLeft"));
                client.signal(hostId, "1"); // To nobody: there is no host now.
                try (RawClient next = join("/r")) {
                    String nextId = next.nextId();
                    assertEquals(id, RawClient.field(next.next(), "NewPeer"));
                    next.signal(id, "2");
                    assertEquals("{\"Signal\":{\"sender\":\"" + nextId + "\",\"data\":2}}", client.next());
                }
            }
        }
    }
}
