package dev.muster.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every transport promises. One subclass per implementation. */
public abstract class TransportContract extends MessageContract {
    private static final PeerId NOBODY = new PeerId(new UUID(0x4000, 0x8000_0000_0000_0000L));

    @Test
    void everyPeerGetsAnIdOfItsOwn() {
        Party one = newParty();
        Party two = newParty();
        assertNotEquals(one.id(), two.id());
        assertEquals(1, one.count(TransportEvent.LocalIdAssigned.class));
    }

    @Test
    void aNewcomerIsAnnouncedToThoseBeforeItAndToNobodyElse() {
        Party one = newParty();
        Party two = newParty();
        Party three = newParty();
        awaitAnnounced(one, two);
        awaitAnnounced(one, three);
        awaitAnnounced(two, three);
        settle();
        assertEquals(2, one.count(TransportEvent.PeerAnnounced.class));
        assertEquals(1, two.count(TransportEvent.PeerAnnounced.class));
        assertEquals(0, three.count(TransportEvent.PeerAnnounced.class));
    }

    @Test
    void bothSidesOpenWithTheirRolesAndWithCrossedFingerprints() {
        Pair pair = connectedPair();
        ConnectionDetails offerer = pair.offerer().details(pair.there()).orElseThrow();
        ConnectionDetails answerer = pair.answerer().details(pair.back()).orElseThrow();
        assertEquals(ConnectionRole.OFFERER, offerer.role());
        assertEquals(ConnectionRole.ANSWERER, answerer.role());
        assertEquals(pair.answerer().id(), offerer.peer());
        assertEquals(pair.offerer().id(), answerer.peer());
        assertEquals(offerer.localFingerprint(), answerer.remoteFingerprint());
        assertEquals(offerer.remoteFingerprint(), answerer.localFingerprint());
        assertNotEquals(offerer.localFingerprint(), offerer.remoteFingerprint());
    }

    @Test
    void aCloseIsSeenOnceOnBothSides() {
        Pair pair = connectedPair();
        pair.offerer().transport().closeConnection(pair.there());
        await("the end here", () -> pair.offerer().closed(pair.there()).isPresent());
        await("the end there", () -> pair.answerer().closed(pair.back()).isPresent());
        assertEquals(
                CloseReason.LOCAL,
                pair.offerer().closed(pair.there()).orElseThrow().reason());
        assertEquals(
                CloseReason.PEER,
                pair.answerer().closed(pair.back()).orElseThrow().reason());
        assertEquals(
                SendOutcome.NOT_OPEN,
                pair.offerer().transport().send(pair.there(), Channel.SYNC, Payload.ofUtf8("too late")));
        assertEquals(
                SendOutcome.NOT_OPEN,
                pair.answerer().transport().send(pair.back(), Channel.SYNC, Payload.ofUtf8("too late")));
        pair.offerer().transport().closeConnection(pair.there());
        settle();
    }

    @Test
    void closingATransportEndsItsConnectionsAndSilencesIt() {
        Pair pair = connectedPair();
        pair.offerer().transport().close();
        await("the end there", () -> pair.answerer().closed(pair.back()).isPresent());
        assertTrue(Set.of(CloseReason.PEER, CloseReason.LOST)
                .contains(pair.answerer().closed(pair.back()).orElseThrow().reason()));
        pair.offerer().transport().close();
        assertEquals(Optional.empty(), pair.offerer().transport().poll(fixture().nowNanos()));
        assertEquals(
                SendOutcome.NOT_OPEN,
                pair.offerer().transport().send(pair.there(), Channel.SYNC, Payload.ofUtf8("too late")));
        assertEquals(Optional.empty(), pair.offerer().transport().stats(pair.there()));
        assertFalse(pair.offerer().transport().restartIce(pair.there()));
    }

    @Test
    void aPeerThatLeavesIsWithdrawn() {
        Party one = newParty();
        Party two = newParty();
        awaitAnnounced(one, two);
        PeerId left = two.id();
        two.close();
        await("the farewell", () -> one.events().contains(new TransportEvent.PeerWithdrawn(left)));
    }

    @Test
    void commandsForAConnectionThatNobodyKnowsDoNothing() {
        Party one = newParty();
        var unknown = new ConnectionId(4_711);
        one.transport().accept(unknown);
        one.transport().closeConnection(unknown);
        one.transport().rebind(unknown, NOBODY);
        assertFalse(one.transport().restartIce(unknown));
        assertEquals(SendOutcome.NOT_OPEN, one.transport().send(unknown, Channel.SYNC, Payload.ofUtf8("x")));
        assertEquals(0, one.transport().bufferedBytes(unknown, Channel.SYNC));
        assertEquals(Optional.empty(), one.transport().stats(unknown));
        settle();
        assertEquals(0, one.count(TransportEvent.ConnectionClosed.class));
    }

    @Test
    void aSecondConnectionLivesBesideTheFirstAndOutlivesIt() {
        Pair pair = connectedPair();
        ConnectionId second = pair.offerer().connect(pair.answerer());
        await("the second connection", () -> pair.offerer().details(second).isPresent());
        await(
                "its other end",
                () -> pair.answerer().connectionsTo(pair.offerer().id()).size() == 2);
        ConnectionId secondBack =
                pair.answerer().connectionsTo(pair.offerer().id()).get(1);
        send(pair.offerer(), pair.there(), Channel.SYNC, Payload.ofUtf8("old"));
        send(pair.offerer(), second, Channel.SYNC, Payload.ofUtf8("new"));
        await(
                "the old way",
                () -> !pair.answerer().received(pair.back(), Channel.SYNC).isEmpty());
        await(
                "the new way",
                () -> !pair.answerer().received(secondBack, Channel.SYNC).isEmpty());
        assertEquals(List.of(Payload.ofUtf8("old")), pair.answerer().received(pair.back(), Channel.SYNC));
        assertEquals(List.of(Payload.ofUtf8("new")), pair.answerer().received(secondBack, Channel.SYNC));
        pair.offerer().transport().closeConnection(pair.there());
        await(
                "the end of the old one",
                () -> pair.answerer().closed(pair.back()).isPresent());
        send(pair.answerer(), secondBack, Channel.MESSAGES, Payload.ofUtf8("still here"));
        await(
                "the new way back",
                () -> !pair.offerer().received(second, Channel.MESSAGES).isEmpty());
    }

    @Test
    void aConnectionToNobodyEndsWithAReason() {
        Party one = newParty();
        ConnectionId connection = one.connect(NOBODY);
        outlastConnecting();
        await("the end", () -> one.closed(connection).isPresent());
        TransportEvent.ConnectionClosed end = one.closed(connection).orElseThrow();
        assertEquals(NOBODY, end.peer());
        assertTrue(Set.of(CloseReason.TIMED_OUT, CloseReason.UNREACHABLE).contains(end.reason()), end::toString);
    }

    @Test
    void anOfferThatIsRefusedNeverOpens() {
        Party one = newParty();
        Party two = newParty();
        two.accepting(false);
        awaitAnnounced(one, two);
        ConnectionId connection = one.connect(two);
        await("the offer", () -> two.count(TransportEvent.ConnectionOffered.class) == 1);
        var offered = two.events(TransportEvent.ConnectionOffered.class).get(0);
        assertEquals(one.id(), offered.peer());
        two.transport().closeConnection(offered.connection());
        await("the end there", () -> two.closed(offered.connection()).isPresent());
        outlastConnecting();
        await("the end here", () -> one.closed(connection).isPresent());
        assertEquals(
                CloseReason.LOCAL,
                two.closed(offered.connection()).orElseThrow().reason());
        assertTrue(Set.of(CloseReason.TIMED_OUT, CloseReason.PEER)
                .contains(one.closed(connection).orElseThrow().reason()));
    }

    @Test
    void anOfferThatNobodyAnswersTimesOutOnBothSides() {
        Party one = newParty();
        Party two = newParty();
        two.accepting(false);
        awaitAnnounced(one, two);
        ConnectionId connection = one.connect(two);
        await("the offer", () -> two.count(TransportEvent.ConnectionOffered.class) == 1);
        ConnectionId offered =
                two.events(TransportEvent.ConnectionOffered.class).get(0).connection();
        outlastConnecting();
        await("the end here", () -> one.closed(connection).isPresent());
        await("the end there", () -> two.closed(offered).isPresent());
        assertEquals(CloseReason.TIMED_OUT, one.closed(connection).orElseThrow().reason());
    }

    @Test
    void aPeerThatOffersWithoutEndTakesNobodyElsesTurn() {
        Party receiver = newParty();
        Party flooder = newParty();
        Party honest = newParty();
        receiver.accepting(false);
        awaitAnnounced(receiver, honest);
        ConnectionId there = honest.connect(receiver.id());
        await("the honest offer", () -> receiver.count(TransportEvent.ConnectionOffered.class) == 1);
        ConnectionId offered =
                receiver.events(TransportEvent.ConnectionOffered.class).get(0).connection();
        for (int i = 0; i < 100; i++) {
            flooder.connect(receiver.id());
            pollAll();
        }
        settle();
        receiver.transport().accept(offered);
        await("the honest connection", () -> honest.details(there).isPresent());
    }

    @Test
    void eightPeersFormAMeshAndEveryoneHearsEveryone() {
        List<Party> mesh = IntStream.range(0, 8).mapToObj(i -> newParty()).toList();
        for (int i = 0; i < mesh.size(); i++) {
            Party one = mesh.get(i);
            List<Party> others = mesh.subList(i + 1, mesh.size());
            for (Party two : others) {
                awaitAnnounced(one, two);
                one.connect(two);
            }
            // One peer after the other: 56 cold handshakes at once outlast the time-out of a busy machine.
            await(
                    "its connections",
                    () -> others.stream()
                            .allMatch(two -> one.connectionsTo(two.id()).size() == 1));
        }
        await(
                "28 connections",
                () -> mesh.stream()
                        .allMatch(one -> mesh.stream()
                                .allMatch(two -> one == two
                                        || one.connectionsTo(two.id()).size() == 1)));
        for (Party one : mesh) {
            for (Party two : mesh) {
                if (one != two) {
                    send(one, one.connectionsTo(two.id()).get(0), Channel.SYNC, Payload.ofUtf8("from " + one.id()));
                }
            }
        }
        await(
                "56 messages",
                () -> mesh.stream().allMatch(party -> party.count(TransportEvent.MessageReceived.class) == 7));
        for (Party one : mesh) {
            for (TransportEvent.MessageReceived message : one.events(TransportEvent.MessageReceived.class)) {
                PeerId from = one.details(message.connection()).orElseThrow().peer();
                assertEquals("from " + from, message.payload().toUtf8());
            }
        }
    }

    @Test
    void theGrammarOfEventsHoldsUnderRandomCommands() {
        var random = new Random(20);
        List<Party> crowd = IntStream.range(0, 3).mapToObj(i -> newParty()).toList();
        List<ConnectionId> used = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            Party one = crowd.get(random.nextInt(crowd.size()));
            Party two = crowd.get(random.nextInt(crowd.size()));
            List<ConnectionId> open = one.connectionsTo(two.id());
            if (one != two && open.size() < 3 && random.nextInt(3) == 0) {
                ConnectionId begun = one.connect(two);
                used.add(begun);
                // Some are left to themselves, others are waited for: else commands would outrun every network.
                if (random.nextBoolean()) {
                    await(
                            "a fate",
                            () -> one.details(begun).isPresent()
                                    || one.closed(begun).isPresent());
                }
            } else if (!open.isEmpty() && random.nextInt(10) == 0) {
                one.transport().closeConnection(open.get(random.nextInt(open.size())));
            } else if (!open.isEmpty()) {
                Channel channel = Channel.ofId(random.nextInt(3));
                one.transport().send(open.get(0), channel, payload(step, 1 + random.nextInt(5_000)));
            }
            if (!used.isEmpty() && random.nextInt(20) == 0) {
                one.transport().closeConnection(used.get(random.nextInt(used.size())));
            }
            pollAll();
        }
        settle();
        assertTrue(crowd.stream().anyMatch(party -> party.count(TransportEvent.ConnectionOpened.class) > 0));
    }
}
