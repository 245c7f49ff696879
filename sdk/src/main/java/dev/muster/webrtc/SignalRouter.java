package dev.muster.webrtc;

import dev.muster.signalling.ComplaintLog;
import dev.muster.transport.PeerId;
import dev.muster.wire.PeerSignal;
import dev.muster.wire.SignallingEvent;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the connection that a signal is about. A signal says only from whom it comes; our peers add a tag,
 * candidates name the credentials they belong to, and a stock peer has one connection at most.
 */
final class SignalRouter {
    private static final Logger LOG = LoggerFactory.getLogger(SignalRouter.class);

    private final List<Connection> connections;
    private final List<PendingOffer> offers;

    /** Takes an offer that belongs to no connection yet. */
    interface NewOffers {
        void offered(PeerId from, SessionDescription offer);
    }

    private final NewOffers newOffers;
    private final ComplaintLog complaints;

    /** Looks at the lists as they are at each signal; their owner changes them. */
    SignalRouter(
            List<Connection> connections, List<PendingOffer> offers, NewOffers newOffers, ComplaintLog complaints) {
        this.connections = connections;
        this.offers = offers;
        this.newOffers = newOffers;
        this.complaints = complaints;
    }

    void route(PeerId from, PeerSignal signal) {
        if (signal instanceof PeerSignal.Offer offer) {
            parse(from, offer.sdp()).ifPresent(description -> routeOffer(from, description));
        } else if (signal instanceof PeerSignal.Answer answer) {
            parse(from, answer.sdp()).ifPresent(description -> routeAnswer(from, description));
        } else if (signal instanceof PeerSignal.IceCandidate candidate) {
            routeCandidate(from, candidate);
        }
        // The end of candidates needs no action: a connection waits for its deadline in any case.
    }

    /** Nobody need wait for the answer of one whom the server does not know. */
    void undeliverable(SignallingEvent.Complaint error) {
        LOG.debug("The signalling server reports {}: {}", error.kind(), error.detail());
        if (error.kind().equals(SignallingEvent.Complaint.UNKNOWN_RECEIVER)) {
            error.receiver()
                    .map(PeerId::new)
                    .ifPresent(nobody -> List.copyOf(connections).stream()
                            .filter(connection -> connection.remoteId().equals(nobody))
                            .forEach(Connection::unknownToSignalling));
        }
    }

    private Optional<SessionDescription> parse(PeerId from, String sdp) {
        try {
            return Optional.of(SessionDescription.parse(sdp));
        } catch (IllegalArgumentException e) {
            complaints.warn("Ignored a session description of {}: {}", from, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void routeOffer(PeerId from, SessionDescription offer) {
        Optional<Connection> known = offer.tag().flatMap(this::withTag);
        if (known.isEmpty()) {
            newOffers.offered(from, offer);
        } else if (comesFromOtherEnd(from, known.get(), offer)) {
            known.get().rebind(from);
            known.get().negotiation().onOffer(offer);
        } else {
            complaints.warn("Ignored an offer of {} under the name of a connection to another peer.", from);
        }
    }

    private void routeAnswer(PeerId from, SessionDescription answer) {
        Optional<Connection> awaiting = answer.tag().isPresent()
                ? answer.tag().flatMap(this::withTag).filter(known -> comesFromOtherEnd(from, known, answer))
                : connections.stream()
                        .filter(known -> known.remoteId().equals(from))
                        .filter(known -> known.negotiation().awaitsAnswer())
                        .findFirst();
        awaiting.ifPresentOrElse(
                connection -> {
                    connection.rebind(from);
                    connection.negotiation().onAnswer(answer);
                },
                () -> LOG.debug("Ignored an answer of {} that nothing asked for.", from));
    }

    private void routeCandidate(PeerId from, PeerSignal.IceCandidate candidate) {
        Optional<Connection> owner = connections.stream()
                .filter(connection -> connection.remoteId().equals(from))
                .filter(connection -> connection.negotiation().owns(candidate))
                .reduce((older, newer) -> newer);
        if (owner.isPresent()) {
            owner.get().negotiation().onCandidate(candidate);
            return;
        }
        offers.stream()
                .filter(offer -> offer.owns(from, candidate))
                .findFirst()
                .ifPresentOrElse(
                        offer -> offer.add(candidate),
                        () -> LOG.debug("Ignored a candidate of {} that belongs to no connection.", from));
    }

    private Optional<Connection> withTag(ConnectionTag tag) {
        return connections.stream()
                .filter(connection -> connection.negotiation().tag().equals(tag))
                .findFirst();
    }

    /**
     * After the signalling server restarted, the other end signals under a new id. It is known by what only the two
     * ends and the server have seen: the tag together with the certificate.
     */
    private static boolean comesFromOtherEnd(PeerId from, Connection known, SessionDescription description) {
        if (known.remoteId().equals(from)) {
            return true;
        }
        return known.isOpen()
                && known.negotiation()
                        .remote()
                        .filter(remote -> remote.fingerprint().equals(description.fingerprint()))
                        .isPresent();
    }
}
