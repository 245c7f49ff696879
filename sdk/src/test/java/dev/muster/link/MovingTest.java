package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.ConnectionId;
import dev.muster.wire.LinkMessage.Hello;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a link goes on over another connection, and when it stays where it is. */
class MovingTest {
    private final LinkWorld world = new LinkWorld(51);
    private final LinkPeer host = world.host();
    private final RawPeer raw = new RawPeer(world.machine("raw")).accepts(true);

    @Test
    void aLinkThatWorksHereStaysThoughTheOtherSideFindsItSilent() {
        LocalPeer self = nameOf(false);
        link(self);
        ConnectionId second = raw.connect(host.id());
        ask(second, self, ControlFrame.Need.SILENT);
        assertTrue(raw.isClosed(second));
        assertEquals(0, host.count(LinkEvent.Broken.class));
        assertEquals(1, host.links().counters().duplicates());
    }

    @Test
    void aLinkThatTheOtherSideLostForCertainMovesAtOnce() {
        LocalPeer self = nameOf(false);
        link(self);
        ConnectionId second = raw.connect(host.id());
        ask(second, self, ControlFrame.Need.LOST);
        assertTrue(raw.isOpen(second));
        assertEquals(List.of("Linked", "Degraded", "Broken", "Restored"), kinds());
    }

    @Test
    void aLinkThatIsSilentHereStaysWhereTheOtherSideSaysThatItWorks() {
        LocalPeer self = nameOf(false);
        link(self);
        world.await("nothing is heard", () -> host.count(LinkEvent.Broken.class) == 1);
        ConnectionId second = raw.connect(host.id());
        ask(second, self, ControlFrame.Need.NONE);
        assertTrue(raw.isClosed(second));
        ConnectionId third = raw.connect(host.id());
        ask(third, self, ControlFrame.Need.SILENT);
        assertTrue(raw.isOpen(third));
        assertEquals(List.of("Linked", "Degraded", "Broken", "Restored"), kinds());
    }

    @Test
    void aBrokenLinkDoesNotComeBackWhileTheOtherSideMayMoveIt() {
        LocalPeer self = nameOf(true);
        ConnectionId first = link(self);
        world.await("nothing is heard", () -> host.count(LinkEvent.Broken.class) == 1);
        ConnectionId second = raw.connect(host.id());
        world.runSeconds(0.3);
        prove(second, self);
        world.runSeconds(0.3);
        raw.answerPings(first);
        world.runSeconds(0.1);
        assertEquals(List.of("Linked", "Degraded", "Broken"), kinds());
        raw.say(
                second,
                ControlFrame.of(ControlFrame.Kind.RESUME_ACKNOWLEDGE, 0, 2).encode());
        world.runSeconds(0.3);
        assertEquals(List.of("Linked", "Degraded", "Broken", "Restored"), kinds());
    }

    @Test
    void aBrokenLinkComesBackByItselfWhenTheOtherSideDidNotMoveIt() {
        LocalPeer self = nameOf(true);
        ConnectionId first = link(self);
        world.await("nothing is heard", () -> host.count(LinkEvent.Broken.class) == 1);
        ConnectionId second = raw.connect(host.id());
        world.runSeconds(0.3);
        prove(second, self);
        world.runSeconds(0.3);
        raw.close(second);
        world.runSeconds(0.3);
        raw.answerPings(first);
        world.runSeconds(0.1);
        assertEquals(List.of("Linked", "Degraded", "Broken", "Restored"), kinds());
    }

    /** A name that makes its owner the one who chooses, or the host. */
    private LocalPeer nameOf(boolean chooses) {
        String ours = host.actor().key().toHex();
        return IntStream.range(0, 100)
                .mapToObj(i -> world.local("raw" + i, 0, false))
                .filter(one -> chooses == (one.actor().key().toHex().compareTo(ours) < 0))
                .findFirst()
                .orElseThrow();
    }

    private ConnectionId link(LocalPeer self) {
        ConnectionId first = raw.connect(host.id());
        world.runSeconds(0.3);
        raw.greet(first, self);
        world.await("linked", () -> host.count(LinkEvent.Linked.class) == 1);
        return first;
    }

    private void ask(ConnectionId connection, LocalPeer self, ControlFrame.Need need) {
        world.runSeconds(0.3);
        prove(connection, self);
        raw.say(connection, ControlFrame.request(1, need).encode());
        world.runSeconds(0.3);
    }

    private void prove(ConnectionId connection, LocalPeer self) {
        Handshake handshake = raw.handshake(connection, self);
        raw.say(connection, handshake.hello());
        raw.say(connection, handshake.proof(raw.heard(connection, Hello.class).orElseThrow()));
    }

    private List<String> kinds() {
        return host.events().stream()
                .map(event -> event.getClass().getSimpleName())
                .filter(List.of("Linked", "Degraded", "Broken", "Restored", "Removed")::contains)
                .toList();
    }
}
