package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.muster.log.CollectedLog;
import dev.muster.transport.Channel;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Payload;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.NewAddress;
import dev.muster.wire.LinkMessage.Part;
import dev.muster.wire.PartBytes;
import dev.muster.wire.PeerJson;
import dev.muster.wire.PeerMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A linked peer that breaks the rules costs itself and nobody else. */
class MisbehaviourTest {
    private final CollectedLog log = CollectedLog.of(Links.class);
    private final LinkWorld world =
            new LinkWorld(31).with(LinkWorld.CONFIG.withLimits(LinkLimits.DEFAULT.withPeers(80, 8, 1_000)));
    private final LinkPeer host = world.host();
    private final LinkPeer honest = world.guest("honest");
    private final RawPeer raw = new RawPeer(world.machine("raw"));
    private int runs;
    private ConnectionId connection = new ConnectionId(1);

    @BeforeEach
    void link() {
        world.awaitLinks(host, List.of(honest));
        linkAnew();
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void whoeverSendsWhatCannotBeReadIsDroppedAndToldWhy() {
        List<Payload> garbage = List.of(
                Payload.ofUtf8("{"),
                Payload.ofUtf8("{}"),
                Payload.ofUtf8("{\"type\":\"head\"}"),
                Payload.ofUtf8("{\"type\":\"part\",\"index\":0,\"count\":1,\"bytes\":\"AAAA\"}"),
                Payload.ofUtf8("{\"type\":\"part\",\"index\":0,\"count\":2,\"bytes\":\"\"}"),
                Payload.ofUtf8("{\"type\":\"part\",\"index\":0,\"count\":1025,\"bytes\":\"AAAA\"}"),
                Payload.ofUtf8("konnekt?"),
                Payload.takeOver(new byte[] {1}),
                Payload.takeOver(new byte[] {0x55}),
                Payload.takeOver(new byte[Outlet.FRAME_BYTES_MAX + 1]),
                Payload.takeOver(new byte[200]),
                ControlFrame.request(1, ControlFrame.Need.LOST).encode(),
                ControlFrame.of(ControlFrame.Kind.RESUME_ACKNOWLEDGE, 0, 9).encode(),
                ControlFrame.of(ControlFrame.Kind.PROBE, 0, 1).encode());
        for (Payload payload : garbage) {
            raw.say(connection, payload);
            assertDropped(FarewellCode.PROTOCOL);
            linkAnew();
        }
        assertNobodyElseNoticed();
    }

    @Test
    void messagesOutOfPlaceEndTheLink() {
        List<PeerMessage> outOfPlace = List.of(
                raw.handshake(connection, self()).hello(),
                raw.handshake(connection, self())
                        .proof(raw.handshake(connection, self()).hello()),
                part(1, 3, 10));
        for (PeerMessage message : outOfPlace) {
            raw.say(connection, message);
            assertDropped(FarewellCode.PROTOCOL);
            linkAnew();
        }
        assertNobodyElseNoticed();
    }

    @Test
    void partsOutOfOrderOrMixedWithDocumentsEndTheLink() {
        List<List<PeerMessage>> stories = List.of(
                List.of(part(0, 3, 10), part(2, 3, 10)),
                List.of(part(0, 3, 10), part(0, 3, 10)),
                List.of(part(0, 3, 10), part(1, 4, 10)),
                List.of(part(0, 3, 10), LinkWorld.message(1)));
        for (List<PeerMessage> story : stories) {
            story.forEach(message -> raw.say(connection, message));
            assertDropped(FarewellCode.PROTOCOL);
            linkAnew();
        }
        assertNobodyElseNoticed();
    }

    @Test
    void aPartInsideADocumentInPartsIsOutOfPlace() {
        byte[] inner = PeerJson.encode(part(0, 2, 10)).toByteArray();
        raw.say(connection, new Part(0, 2, PartBytes.takeOver(Arrays.copyOfRange(inner, 0, 5))));
        raw.say(connection, new Part(1, 2, PartBytes.takeOver(Arrays.copyOfRange(inner, 5, inner.length))));
        assertDropped(FarewellCode.PROTOCOL);
    }

    @Test
    void aDocumentThatGrowsBeyondTheBoundOfAGuestEndsTheLink() {
        for (int i = 0; i < 28 && raw.farewell(connection).isEmpty(); i++) {
            raw.say(connection, part(i, 40, 40_000));
            world.runSeconds(0.3);
        }
        assertDropped(FarewellCode.PROTOCOL);
    }

    @Test
    void tooManyMessagesEndTheLinkAndNobodyElseNotices() {
        int most = LinkBudget.DEFAULT.messagesPerSecond() * LinkBudget.BURST_SECONDS;
        for (int i = 0; i < most + 50; i++) {
            raw.say(connection, LinkWorld.message(i));
        }
        assertDropped(FarewellCode.TOO_MUCH);
        assertNobodyElseNoticed();
    }

    @Test
    void tooManyBytesEndTheLink() {
        String filler = "x".repeat(50_000);
        for (int i = 0; i < 60 && raw.farewell(connection).isEmpty(); i++) {
            raw.say(connection, Payload.ofUtf8("{\"type\":\"of_later\",\"filler\":\"" + filler + "\"}"));
            world.runSeconds(0.02);
        }
        assertDropped(FarewellCode.TOO_MUCH);
    }

    @Test
    void aFloodOnTheOtherChannelsEndsTheLinkToo() {
        for (int i = 0; i < 1_100; i++) {
            raw.send(connection, Channel.MESSAGES, Payload.ofUtf8("x"));
        }
        assertDropped(FarewellCode.TOO_MUCH);
    }

    @Test
    void aGuestThatSendsSteadilyWithinItsBudgetIsNotDropped() {
        for (int i = 0; i < 600; i++) {
            honest.links().send(host.actor(), LinkWorld.document(i));
            world.runSeconds(0.01);
        }
        world.runSeconds(1);
        assertEquals(600, host.heardFrom(honest).size());
    }

    @Test
    void aHostMaySendWhatItLikes() {
        for (int i = 0; i < 5_000; i++) {
            assertTrue(host.links().send(honest.actor(), LinkWorld.document(i)));
            if (i % 500 == 0) {
                world.runSeconds(0.1);
            }
        }
        world.runSeconds(2);
        assertEquals(5_000, honest.heardFrom(host).size());
        assertEquals(List.of("Linked"), honest.story(host));
    }

    @Test
    void documentsOfALaterVersionAreIgnoredAndCostNothing() {
        raw.say(connection, Payload.ofUtf8("{\"type\":\"of_later\",\"more\":[1,2,{\"type\":\"hello\"}]}"));
        world.runSeconds(0.5);
        assertEquals(1, host.links().counters().unknownDocuments());
        assertEquals(0, host.count(LinkEvent.Removed.class));
    }

    @Test
    void aFarewellInTheMiddleOfALongDocumentIsAFarewell() {
        raw.say(connection, part(0, 3, 10));
        raw.say(connection, new Farewell(FarewellCode.LEFT, "bye"));
        world.runSeconds(0.5);
        LinkEvent.Removed removed = host.events(LinkEvent.Removed.class).get(0);
        assertEquals(RemovalReason.PEER, removed.reason());
        assertEquals(Optional.of(FarewellCode.LEFT), removed.code());
        assertTrue(raw.isClosed(connection));
    }

    @Test
    void aNewAddressThatBelongsToSomebodyElseHarmsNobody() {
        raw.say(connection, new NewAddress(honest.id().value()));
        raw.say(connection, new NewAddress(new UUID(0, 0)));
        world.runSeconds(10);
        assertNobodyElseNoticed();
    }

    @Test
    void whoClaimsTheIdOfANewcomerKeepsItOutForAMomentOnly() {
        var plain = new LinkWorld(32);
        LinkPeer reserved = plain.add(plain.machine("host"), plain.local("host", 0, true));
        RawPeer claimer = new RawPeer(plain.machine("claimer"));
        ConnectionId claimers = claimer.connect(reserved.id());
        plain.runSeconds(0.5);
        claimer.greet(claimers, plain.local("claimer", 0, false));
        plain.await("linked", () -> reserved.count(LinkEvent.Linked.class) == 1);
        LinkPeer newcomer = plain.guest("newcomer");
        claimer.say(claimers, new NewAddress(newcomer.id().value()));
        plain.runSeconds(0.2);
        reserved.links().dial(newcomer.id());
        plain.runSeconds(1);
        assertFalse(reserved.isLinkedTo(newcomer), "for a moment it may be the one who is linked");
        // Claiming one id after the other gains nothing more.
        for (int i = 0; i < 12; i++) {
            UUID other = new UUID(0, i);
            claimer.say(claimers, new NewAddress(other));
            claimer.say(claimers, new NewAddress(newcomer.id().value()));
            plain.runSeconds(1);
            claimer.answerPings(claimers);
        }
        reserved.links().dial(newcomer.id());
        plain.runSeconds(1);
        assertTrue(reserved.isLinkedTo(newcomer));
        assertEquals(newcomer.id(), reserved.statusOf(newcomer).orElseThrow().peer());
        assertTrue(reserved.links().statuses().stream()
                .filter(status -> !status.actor().equals(newcomer.actor()))
                .noneMatch(status -> status.peer().equals(newcomer.id())));
    }

    @Test
    void anyBytesAtAllThrowNothing() {
        var random = new SplittableRandom(99);
        for (int i = 0; i < 150; i++) {
            byte[] bytes = new byte[random.nextInt(1, 60)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes[0] = (byte) random.nextInt(0x24);
            }
            raw.send(connection, Channel.ofId(random.nextInt(3)), Payload.takeOver(bytes));
            if (i % 10 == 9) {
                world.runSeconds(0.3);
                if (raw.isClosed(connection) || raw.farewell(connection).isPresent()) {
                    linkAnew();
                }
            }
        }
        assertNobodyElseNoticed();
    }

    @Test
    void eachKindOfMisbehaviourIsWarnedOfOncePerPeer() {
        String first = raw.farewell(connection).map(Farewell::sentence).orElse("");
        assertEquals("", first);
        raw.say(connection, Payload.ofUtf8("{"));
        world.runSeconds(0.5);
        for (int i = 0; i < 50; i++) {
            raw.say(connection, Payload.ofUtf8("{"));
        }
        world.runSeconds(3);
        assertEquals(1, log.lines(Level.WARN).size(), log.lines(Level.WARN)::toString);
        assertEquals(1, host.links().counters().violations());
    }

    private void linkAnew() {
        world.runSeconds(3);
        runs++;
        int before = host.count(LinkEvent.Linked.class);
        connection = raw.connect(host.id());
        world.await("the host's hello", () -> !raw.heard(connection).isEmpty());
        raw.greet(connection, self());
        world.await("linked", () -> host.count(LinkEvent.Linked.class) > before);
    }

    /** Another key each time. */
    private LocalPeer self() {
        return world.local("mallory" + runs, 0, false);
    }

    private void assertDropped(FarewellCode code) {
        world.await("a farewell", () -> raw.farewell(connection).isPresent());
        assertEquals(code, raw.farewell(connection).orElseThrow().code());
        List<LinkEvent.Removed> removed = host.events(LinkEvent.Removed.class);
        LinkEvent.Removed last = removed.get(removed.size() - 1);
        assertEquals(self().actor(), last.actor());
        assertEquals(RemovalReason.MISBEHAVED, last.reason());
        assertEquals(Optional.of(code), last.code());
        world.runSeconds(3);
        assertTrue(raw.isClosed(connection));
    }

    private void assertNobodyElseNoticed() {
        assertEquals(List.of("Linked"), host.story(honest));
        assertEquals(List.of("Linked"), honest.story(host));
        assertTrue(host.links().send(honest.actor(), LinkWorld.document(77)));
        world.await("arrives", () -> honest.heardFrom(host).contains(LinkWorld.message(77)));
    }

    private static Part part(int index, int count, int bytes) {
        return new Part(index, count, PartBytes.takeOver(new byte[bytes]));
    }
}
