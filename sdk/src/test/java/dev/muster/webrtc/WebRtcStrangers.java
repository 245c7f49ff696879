package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionDetails;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.PeerId;
import dev.muster.transport.Transport;
import dev.muster.transport.TransportEvent;
import dev.muster.wire.PeerSignal;
import dev.muster.wire.SignallingEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers, and a server, that want to be taken for somebody else or want nobody else to get a turn. */
class WebRtcStrangers {
    private final Crowd crowd = new Crowd();

    @AfterEach
    void end() {
        crowd.close();
    }

    @Test
    void aSecondOfferWithAnotherCertificateDoesNotChangeWhomWeTalkTo() throws Exception {
        Crowd.Peer offerer = crowd.join();
        Crowd.Peer answerer = crowd.join();
        var offers = new ArrayList<MemoryRoom.Passing>();
        crowd.room.onTheWay(passing -> {
            if (passing.signal() instanceof PeerSignal.Offer) {
                offers.add(passing);
            }
            return Optional.of(passing);
        });
        // Right behind the acceptance, while the first offer is being worked on.
        answerer.onEvent = event -> {
            if (event instanceof TransportEvent.ConnectionOffered) {
                crowd.room.deliver(withAnotherCertificate(offers.get(0)));
            }
        };

        Crowd.Pair pair = crowd.connect(offerer, answerer);

        ConnectionDetails there = details(offerer, pair.offered());
        ConnectionDetails back = details(answerer, pair.answered());
        assertEquals(there.localFingerprint(), back.remoteFingerprint());
    }

    @Test
    void anOfferThatComesTwiceIsOneOffer() throws Exception {
        Crowd.Peer offerer = crowd.join();
        Crowd.Peer answerer = crowd.join();
        answerer.accepts = false;
        crowd.room.onTheWay(passing -> {
            if (passing.signal() instanceof PeerSignal.Offer) {
                crowd.room.deliver(passing);
                crowd.room.deliver(withAnotherCertificate(passing));
            }
            return Optional.of(passing);
        });
        crowd.until("both are in the room", () -> !offerer.events.isEmpty() && !answerer.events.isEmpty());

        ConnectionId there = offerer.transport.connect(answerer.id());

        crowd.until("it is offered", () -> offersOf(answerer, offerer.id()) > 0);
        answerer.fetch(crowd.now());
        assertEquals(1, offersOf(answerer, offerer.id()));
        answerer.transport.accept(answerer.offered());
        crowd.until("it opens", () -> offerer.opened(there));
    }

    @Test
    void aStrangerThatOffersWithoutEndTakesNobodyElsesTurn() throws Exception {
        Crowd.Peer offerer = crowd.join();
        Crowd.Peer answerer = crowd.join();
        answerer.accepts = false;
        var stranger = new UUID(9, 9);
        crowd.room.onTheWay(passing -> {
            if (passing.signal() instanceof PeerSignal.Offer offer) {
                for (int i = 0; i < 2 * WebRtcConfig.Limits.DEFAULT.offers(); i++) {
                    String another = offer.sdp().replaceAll("(?m)^a=x-muster-connection:.*\\r\\n", "");
                    crowd.room.deliver(
                            new MemoryRoom.Passing(stranger, passing.receiver(), new PeerSignal.Offer(another)));
                }
            }
            return Optional.of(passing);
        });
        crowd.until("both are in the room", () -> !offerer.events.isEmpty() && !answerer.events.isEmpty());

        ConnectionId there = offerer.transport.connect(answerer.id());

        crowd.until("the honest one is heard", () -> offersOf(answerer, offerer.id()) == 1);
        assertEquals(Transport.OFFERS_PER_PEER_MAX, offersOf(answerer, new PeerId(stranger)));
        answerer.transport.accept(answerer.offered());
        crowd.until("it opens", () -> offerer.opened(there));
    }

    @Test
    void whoeverTheServerDoesNotKnowIsNotWaitedFor() throws Exception {
        Crowd.Peer peer = crowd.join();
        crowd.until("it is in the room", () -> !peer.events.isEmpty());
        var nobody = new UUID(7, 7);
        ConnectionId there = peer.transport.connect(new PeerId(nobody));
        peer.member.hear(new SignallingEvent.Complaint("unknown_receiver", "nobody", Optional.of(nobody)));
        crowd.until("it ends", () -> peer.closed(there).isPresent());
        assertEquals(Optional.of(CloseReason.UNREACHABLE), peer.closed(there));
    }

    @Test
    void relaysThatTheServerNamesAreUsedAndNonsenseIsNot() throws Exception {
        Crowd.Peer peer = crowd.join(Crowd.PATIENT.withRelayOnly(true));
        crowd.until("it is in the room", () -> !peer.events.isEmpty());
        String dead = "turn:10.66.0.1:3479?transport=tcp";
        for (List<String> urls : List.of(List.of("http://x"), List.<String>of(), List.of("turn:"))) {
            var nonsense = new SignallingEvent.IceServers.Relay(urls, "user", "secret");
            var real = new SignallingEvent.IceServers.Relay(List.of(dead), "user", "secret");
            peer.member.hear(new SignallingEvent.IceServers(List.of(nonsense, real), Duration.ofMinutes(1)));
        }
        peer.fetch(crowd.now());
        peer.transport.connect(new PeerId(new UUID(7, 7)));
        crowd.until(
                "the relay was asked",
                () -> peer.all(TransportEvent.CandidateFailed.class)
                        .anyMatch(failed -> failed.url().startsWith("turn:10.66.0.1:3479")));
    }

    private static long offersOf(Crowd.Peer at, PeerId from) {
        return at.all(TransportEvent.ConnectionOffered.class)
                .filter(offered -> offered.peer().equals(from))
                .count();
    }

    private static MemoryRoom.Passing withAnotherCertificate(MemoryRoom.Passing offer) {
        String sdp = ((PeerSignal.Offer) offer.signal()).sdp();
        String changed =
                sdp.replaceAll("(a=fingerprint:sha-256 )..", "$1" + (sdp.contains("sha-256 FF") ? "00" : "FF"));
        return new MemoryRoom.Passing(offer.sender(), offer.receiver(), new PeerSignal.Offer(changed));
    }

    private static ConnectionDetails details(Crowd.Peer peer, ConnectionId connection) {
        List<ConnectionDetails> details = peer.all(TransportEvent.ConnectionOpened.class)
                .filter(event -> event.connection().equals(connection))
                .map(TransportEvent.ConnectionOpened::details)
                .toList();
        assertTrue(details.size() == 1, "opened once");
        return details.get(0);
    }
}
