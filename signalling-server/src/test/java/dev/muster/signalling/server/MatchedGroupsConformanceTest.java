package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code ?next=N} promises, over real sockets. */
@Timeout(60)
class MatchedGroupsConformanceTest {
    private static final Duration SILENCE = Duration.ofMillis(100);

    private final SignallingServer server = Servers.start();

    @AfterEach
    void stop() {
        server.close();
    }

    /** A client that has its id already, so that the order of joins is the order of these calls. */
    private record Member(RawClient client, String id) implements AutoCloseable {
        static Member join(SignallingServer server, String path) throws IOException {
            RawClient client = RawClient.join(server, path);
            return new Member(client, client.nextId());
        }

        void hearsOf(Member newcomer) throws IOException {
            assertEquals(newcomer.id, RawClient.field(client.next(), "NewPeer"));
        }

        void hearsTheEndOf(Member leaver) throws IOException {
            assertEquals(leaver.id, RawClient.field(client.next(), "PeerLeft"));
        }

        void hearsNothing() throws IOException {
            assertEquals(Optional.empty(), client.receive(SILENCE));
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    private Member join(String path) throws IOException {
        return Member.join(server, path);
    }

    private static void silence(Member... members) throws IOException {
        for (Member member : members) {
            member.hearsNothing();
        }
    }

    @Test
    void pairsAreMatched() throws IOException {
        try (Member a = join("/room_name?next=2");
                Member b = join("/room_name?next=2");
                Member c = join("/room_name?next=2");
                Member d = join("/room_name?next=2")) {
            a.hearsOf(b);
            c.hearsOf(d);
            silence(a, b, c, d);
        }
    }

    @Test
    void aPairAndSomebodyWithoutNextDoNotMeet() throws IOException {
        try (Member a = join("/room_name?next=2");
                Member b = join("/room_name");
                Member c = join("/room_name?next=2")) {
            a.hearsOf(c);
            silence(a, b, c);
        }
    }

    @Test
    void differentRoomsWithTheSameNextDoNotMeet() throws IOException {
        try (Member a = join("/scope_1?next=2");
                Member b = join("/scope_2?next=2");
                Member c = join("/scope_1?next=2");
                Member d = join("/scope_2?next=2")) {
            a.hearsOf(c);
            b.hearsOf(d);
            silence(a, b, c, d);
        }
    }

    @Test
    void theSameRoomWithDifferentNextDoesNotMeet() throws IOException {
        try (Member a = join("/scope_1?next=2");
                Member b = join("/scope_1?next=3");
                Member c = join("/scope_1?next=2");
                Member d = join("/scope_1?next=3");
                Member e = join("/scope_1?next=3")) {
            a.hearsOf(c);
            b.hearsOf(d);
            b.hearsOf(e);
            d.hearsOf(e);
            silence(a, b, c, d, e);
        }
    }

    @Test
    void whoIsMatchedHearsOfTheOthersEndAndWhoWaitsDoesNot() throws IOException {
        try (Member a = join("/r?next=2");
                Member b = join("/r?next=2");
                Member waiting = join("/r?next=2")) {
            a.hearsOf(b);
            b.client().crash();
            a.hearsTheEndOf(b);
            a.client().crash();
            Until.holds("both have left", () -> server.stats().peers() == 1);
            waiting.hearsNothing();
            try (Member mate = join("/r?next=2")) {
                waiting.hearsOf(mate);
            }
        }
    }

    @Test
    void whoWaitsHearsWhenAnotherWaitingOneLeaves() throws IOException {
        try (Member a = join("/r?next=3");
                Member b = join("/r?next=3")) {
            a.hearsOf(b);
            b.client().sayGoodbye();
            a.hearsTheEndOf(b);
            try (Member c = join("/r?next=3");
                    Member d = join("/r?next=3")) {
                a.hearsOf(c);
                a.hearsOf(d);
                c.hearsOf(d);
            }
        }
    }

    @Test
    void groupsOfOneNeverHearAnything() throws IOException {
        try (Member a = join("/r?next=1");
                Member b = join("/r?next=1")) {
            silence(a, b);
        }
    }

    @Test
    void signalsDoNotCrossGroups() throws IOException {
        try (Member a = join("/r?next=1");
                Member b = join("/r?next=1")) {
            a.client().signal(b.id(), "1");
            silence(a, b);
        }
    }
}
