package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.muster.identity.Identity;
import dev.muster.identity.Nonce;
import dev.muster.identity.SessionId;
import dev.muster.identity.Signature;
import dev.muster.identity.SignatureChecker;
import dev.muster.log.CollectedLog;
import dev.muster.simulation.SimulatedPeer;
import dev.muster.transport.Channel;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Payload;
import dev.muster.wire.Creation;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.Hello;
import dev.muster.wire.LinkMessage.HelloProof;
import dev.muster.wire.Versions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rule 4 by every way of breaking it; the honest way is everywhere else. */
class HandshakeTest {
    private final CollectedLog log = CollectedLog.of(Links.class);
    private final LinkWorld world = new LinkWorld(2);
    private final LinkPeer host = world.host();
    private final RawPeer raw = new RawPeer(world.machine("raw"));
    private final LocalPeer mallory = world.local("mallory", 0, false);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void somebodyWhoGreetsByTheRulesIsLinked() {
        ConnectionId connection = connected();
        raw.greet(connection, mallory);
        world.runSeconds(0.5);
        assertEquals(1, host.count(LinkEvent.Linked.class));
        assertEquals(mallory.actor(), host.events(LinkEvent.Linked.class).get(0).actor());
    }

    @Test
    void theFirstTwoFramesAreHelloAndProofAndNothingIsSentBeforeTheOtherSideIsProven() {
        ConnectionId connection = connected();
        world.runSeconds(1);
        assertEquals(1, raw.heard(connection).size());
        raw.say(connection, raw.handshake(connection, mallory).hello());
        world.runSeconds(1);
        assertEquals(
                2,
                raw.heard(connection).stream()
                        .filter(payload -> payload.byteAt(0) == '{')
                        .count());
        assertEquals(0, host.count(LinkEvent.Linked.class));
    }

    @Test
    void anotherSessionIsRefused() {
        var other = new Creation(mallory.identity().publicKey(), new Nonce(new byte[Nonce.BYTES]));
        var elsewhere = new LocalPeer(
                SessionId.of(other.creator(), other.nonce()),
                mallory.identity(),
                mallory.incarnation(),
                false,
                Optional.empty(),
                LinkWorld.VERSIONS);
        assertRefused(FarewellCode.WRONG_SESSION, elsewhere);
    }

    @Test
    void anotherProtocolIsRefusedWithBothVersionsInTheSentence() {
        String sentence = assertRefused(
                FarewellCode.INCOMPATIBLE, versions(new Versions(Versions.PROTOCOL + 6, "muster 9", "chess 1")));
        assertTrue(sentence.contains("Protocol " + Versions.PROTOCOL + " (muster test)"), sentence);
        assertTrue(sentence.contains("protocol " + (Versions.PROTOCOL + 6) + " (muster 9)"), sentence);
    }

    @Test
    void anotherApplicationIsRefusedWithBothNamesInTheSentence() {
        String sentence = assertRefused(
                FarewellCode.INCOMPATIBLE, versions(new Versions(Versions.PROTOCOL, "muster", "checkers 2")));
        assertTrue(sentence.contains("'chess 1'") && sentence.contains("'checkers 2'"), sentence);
    }

    @Test
    void nobodyHasToNameAnApplication() {
        ConnectionId connection = connected();
        raw.greet(connection, versions(new Versions(Versions.PROTOCOL, "muster", "")));
        world.runSeconds(0.5);
        assertEquals(1, host.count(LinkEvent.Linked.class));
    }

    @Test
    void itsOwnHelloReflectedIsRefused() {
        ConnectionId connection = connected();
        raw.heard(connection).forEach(payload -> raw.say(connection, payload));
        world.runSeconds(0.5);
        assertRefusal(FarewellCode.PROTOCOL, connection);
    }

    @Test
    void anotherProcessWithItsOwnKeyIsRefused() {
        assertRefused(FarewellCode.ALREADY_CONNECTED, world.local("host", 1, false));
    }

    @Test
    void aSignatureThatIsWrongInOneBitIsRefused() {
        ConnectionId connection = connected();
        Handshake handshake = raw.handshake(connection, mallory);
        raw.say(connection, handshake.hello());
        byte[] signature = handshake.proof(hostsHello(connection)).signature().toByteArray();
        signature[0] ^= 1;
        raw.say(connection, new HelloProof(new Signature(signature)));
        world.runSeconds(0.5);
        assertRefusal(FarewellCode.NOT_PROVEN, connection);
    }

    @Test
    void theHostsOwnProofSentBackProvesNothing() {
        ConnectionId connection = connected();
        raw.say(connection, raw.handshake(connection, mallory).hello());
        world.runSeconds(0.5);
        raw.say(connection, raw.heard(connection, HelloProof.class).orElseThrow());
        world.runSeconds(0.5);
        assertRefusal(FarewellCode.NOT_PROVEN, connection);
    }

    @Test
    void whoClaimsToBeHostShowsWhoMadeTheSession() {
        for (Optional<Creation> shown : List.of(
                Optional.<Creation>empty(),
                Optional.of(new Creation(
                        mallory.identity().publicKey(), world.creation().nonce())),
                Optional.of(new Creation(mallory.identity().publicKey(), new Nonce(new byte[Nonce.BYTES]))))) {
            ConnectionId connection = connected();
            var claim = new Hello(
                    LinkWorld.VERSIONS,
                    world.session(),
                    mallory.actor(),
                    new Nonce(new byte[Nonce.BYTES]),
                    true,
                    shown);
            raw.say(connection, claim);
            world.runSeconds(0.5);
            assertRefusal(FarewellCode.NOT_PROVEN, connection);
        }
    }

    @Test
    void whoSaysNothingForFiveSecondsIsDroppedAndToldNothing() {
        ConnectionId connection = connected();
        world.runSeconds(4.5);
        assertTrue(raw.isOpen(connection));
        world.runSeconds(1);
        assertTrue(raw.isClosed(connection));
        assertEquals(1, raw.heard(connection).size(), "only our own hello");
        LinkEvent.Refused refused = host.events(LinkEvent.Refused.class).get(0);
        assertEquals(FarewellCode.TOO_SLOW, refused.farewell().code());
        assertFalse(refused.byThem());
        assertEquals(1, log.lines(Level.WARN).size(), log.lines(Level.WARN)::toString);
    }

    @Test
    void aStockPeerIsDroppedAtItsFirstMessage() {
        ConnectionId connection = connected();
        raw.say(connection, Payload.ofUtf8("{\"type\":\"request_full_sync\",\"from\":\"somebody\"}"));
        world.runSeconds(0.5);
        assertTrue(raw.isClosed(connection));
        assertEquals(Optional.empty(), raw.farewell(connection));
    }

    @Test
    void nothingElseIsReadBeforeTheGreetingIsOver() {
        List<Payload> early = List.of(
                payload(LinkWorld.document(1).toByteArray()),
                ControlFrame.ping(1, 1, 0).encode(),
                ControlFrame.request(0, ControlFrame.Need.LOST).encode(),
                Payload.ofUtf8("{\"type\":\"new_address\",\"peer\":\"00000000-0000-0000-0000-000000000000\"}"),
                Payload.ofUtf8("{"),
                Payload.ofUtf8("\0\0\0"),
                Payload.takeOver(new byte[Greeter.FRAME_BYTES_MAX + 1]));
        for (Payload payload : early) {
            ConnectionId connection = connected();
            raw.say(connection, raw.handshake(connection, mallory).hello());
            raw.say(connection, payload);
            world.runSeconds(0.5);
            assertRefusal(FarewellCode.PROTOCOL, connection);
        }
        assertEquals(0, host.count(LinkEvent.Linked.class));
    }

    @Test
    void aFloodOnOtherChannelsBeforeTheGreetingEndsIt() {
        ConnectionId connection = connected();
        for (int i = 0; i <= Greeter.STRAYS_MAX; i++) {
            raw.send(connection, Channel.MESSAGES, Payload.ofUtf8("x"));
        }
        world.runSeconds(1);
        assertTrue(raw.isClosed(connection));
    }

    @Test
    void aFarewellBeforeTheGreetingIsReportedAndCleaned() {
        ConnectionId connection = connected();
        raw.say(connection, new Farewell(FarewellCode.BANNED, "\u0007never\r\n"));
        world.runSeconds(0.5);
        LinkEvent.Refused refused = host.events(LinkEvent.Refused.class).get(0);
        assertTrue(refused.byThem());
        assertEquals(new Farewell(FarewellCode.BANNED, "?never??"), refused.farewell());
        assertTrue(raw.isClosed(connection));
    }

    @Test
    void whatWasRecordedOnOneConnectionIsWorthNothingOnAnother() {
        LinkPeer guest = world.add(world.machine("guest"), world.local("guest", 0, false));
        world.awaitLinks(host, List.of(guest));
        guest.machine().crash();
        world.await("guest is gone", () -> host.count(LinkEvent.Removed.class) == 1);
        // Raw plays a host's part to a second run of the guest's machine and records all that it is told.
        SimulatedPeer again = guest.machine();
        again.restart();
        world.await("the machine is back", () -> again.localId().isPresent());
        LinkPeer victim = world.add(again, world.local("guest", 0, false));
        ConnectionId recording = raw.connect(again.localId().orElseThrow());
        world.await("recording", () -> !raw.heard(recording).isEmpty());
        raw.greet(recording, mallory);
        world.runSeconds(2);
        assertEquals(2, victim.count(LinkEvent.Linked.class), "with the host and with the recorder");
        List<Payload> recorded = List.copyOf(raw.heard(recording));
        assertTrue(recorded.size() > 4);
        int links = host.count(LinkEvent.Linked.class);
        for (int first = 0; first < 3; first++) {
            ConnectionId replay = connected();
            recorded.subList(first, recorded.size()).forEach(payload -> raw.say(replay, payload));
            world.runSeconds(1);
            assertTrue(raw.isClosed(replay) || raw.farewell(replay).isPresent());
        }
        assertEquals(links, host.count(LinkEvent.Linked.class), "nobody was fooled");
    }

    @Test
    void realKeysLinkToo() {
        var real = new LinkWorld(3).with(LinkConfig.DEFAULT.withSignatures(SignatureChecker.ED25519));
        LinkPeer one = real.add(real.machine("one"), real.local(Identity.ofSeed(seed(1)), 0, false))
                .dialsNewcomers();
        LinkPeer two = real.add(real.machine("two"), real.local(Identity.ofSeed(seed(2)), 0, false));
        real.awaitLinks(one, List.of(two));
    }

    @Test
    void aWholeGreetingTakesTwoRoundTripsAtMost() {
        ConnectionId connection = connected();
        raw.greet(connection, mallory);
        world.run(Duration.ofMillis(5));
        assertEquals(1, host.count(LinkEvent.Linked.class), "on a network of one millisecond");
    }

    private ConnectionId connected() {
        ConnectionId connection = raw.connect(host.id());
        world.await("the host's hello", () -> !raw.heard(connection).isEmpty());
        return connection;
    }

    private Hello hostsHello(ConnectionId connection) {
        return raw.heard(connection, Hello.class).orElseThrow();
    }

    private LocalPeer versions(Versions versions) {
        return new LocalPeer(
                world.session(), mallory.identity(), mallory.incarnation(), false, Optional.empty(), versions);
    }

    private String assertRefused(FarewellCode code, LocalPeer self) {
        ConnectionId connection = connected();
        raw.say(connection, raw.handshake(connection, self).hello());
        world.runSeconds(0.5);
        return assertRefusal(code, connection);
    }

    /** Told why, reported, counted, and closed soon. */
    private String assertRefusal(FarewellCode code, ConnectionId connection) {
        Farewell told = raw.farewell(connection).orElseThrow();
        assertEquals(code, told.code());
        List<LinkEvent.Refused> reported = host.events(LinkEvent.Refused.class);
        LinkEvent.Refused last = reported.get(reported.size() - 1);
        assertEquals(told, last.farewell());
        assertFalse(last.byThem());
        assertTrue(host.links().counters().handshakesRefused().getOrDefault(code, 0L) > 0);
        world.runSeconds(3);
        assertTrue(raw.isClosed(connection), "closed although the other side does not");
        return told.sentence();
    }

    private static Payload payload(byte[] bytes) {
        return Payload.takeOver(bytes);
    }

    private static byte[] seed(int value) {
        byte[] seed = new byte[32];
        seed[0] = (byte) value;
        return seed;
    }
}
