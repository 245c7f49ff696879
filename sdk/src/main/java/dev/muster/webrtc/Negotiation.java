package dev.muster.webrtc;

import dev.muster.transport.ConnectionRole;
import dev.muster.transport.Fingerprint;
import dev.muster.transport.Transport;
import dev.muster.wire.PeerSignal;
import dev.onvoid.webrtc.RTCSdpType;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How two peers agree on a connection, and later on a new path under it: offer, answer, candidates.
 *
 * <p>The first offer comes from the offerer. A new path may be asked for by either side; when both ask at once the
 * offerer's question stands and the answerer takes its own back. A question without an answer is taken back after a
 * while, so that a lost signal does not block the next one.
 */
final class Negotiation {
    /** How many candidates of the other side wait for its description. */
    static final int WAITING_CANDIDATES_MAX = CandidateGate.CANDIDATES_MAX;

    /**
     * How long a question for a new path may stay open. Every signal of a round trip took its time and was lost by
     * then.
     */
    static final long ANSWER_TIMEOUT_NANOS = 5_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(Negotiation.class);
    private static final Pattern FRAGMENT = Pattern.compile(" ufrag (\\S+)");

    private enum State {
        STABLE,
        MAKING_OFFER,
        OFFERED,
        APPLYING_ANSWER,
        APPLYING_OFFER,
        MAKING_ANSWER
    }

    /** What a negotiation wants of the connection that it serves. */
    interface Port {
        long nowNanos();

        void signal(PeerSignal signal);

        /** The peers agreed, for the first time or on a new path. */
        void agreed();

        /** The first agreement failed: this connection cannot come to be. */
        void impossible(String detail);

        /** The other side did what nobody does who means well. */
        void complain(String format, Object... arguments);
    }

    private final ConnectionRole role;
    private final ConnectionTag tag;
    private final NativePeer peer;
    private final Port port;
    private final CandidateGate gate = new CandidateGate();
    private final Queue<PeerSignal.IceCandidate> waiting = new ArrayDeque<>();

    private State state = State.STABLE;
    private boolean agreedOnce;
    private boolean remoteInForce;
    private Optional<SessionDescription> local = Optional.empty();
    private Optional<SessionDescription> remote = Optional.empty();

    /** What was in force before the present attempt, and is again if that fails. */
    private Optional<SessionDescription> agreed = Optional.empty();

    /** An offer that came while another one was being worked on; only the newest counts. */
    private Optional<SessionDescription> next = Optional.empty();

    private long takeBackAtNanos = Transport.NO_DEADLINE;

    Negotiation(ConnectionRole role, ConnectionTag tag, NativePeer peer, Port port) {
        this.role = role;
        this.tag = tag;
        this.peer = peer;
        this.port = port;
    }

    ConnectionTag tag() {
        return tag;
    }

    /** The certificate of this side, once a description was made. */
    Optional<SessionDescription> local() {
        return local;
    }

    /** What the other side last said. */
    Optional<SessionDescription> remote() {
        return remote;
    }

    /** Whether offer and answer have been in force once. */
    boolean hasAgreed() {
        return agreedOnce;
    }

    boolean awaitsAnswer() {
        return state == State.OFFERED;
    }

    void start() {
        to(State.MAKING_OFFER);
        peer.makeOffer(false);
    }

    /**
     * Asks for a new path.
     *
     * @return false if the other side is a stock peer, which ignores such questions
     */
    boolean restart() {
        if (!agreedOnce || remote.flatMap(SessionDescription::tag).isEmpty()) {
            return false;
        }
        // In every other state a question of one side or the other is under way, and serves both.
        if (state == State.STABLE || state == State.OFFERED) {
            to(State.MAKING_OFFER);
            peer.makeOffer(true);
        }
        return true;
    }

    void advance(long nowNanos) {
        if (state == State.OFFERED && agreedOnce && nowNanos >= takeBackAtNanos) {
            takeBack();
        }
    }

    long nextDeadlineNanos() {
        return state == State.OFFERED && agreedOnce ? takeBackAtNanos : Transport.NO_DEADLINE;
    }

    void onOffer(SessionDescription offer) {
        if (agreedOnce && changesCertificate(offer)) {
            port.complain("Ignored an offer for {} with another certificate than the connection has.", tag);
            return;
        }
        switch (state) {
            case STABLE -> apply(offer);
            case MAKING_OFFER, OFFERED -> {
                if (role == ConnectionRole.OFFERER) {
                    return; // Both asked at once, and the offerer's question stands.
                }
                if (state == State.OFFERED) {
                    takeBack();
                }
                apply(offer);
            }
            case APPLYING_ANSWER, APPLYING_OFFER, MAKING_ANSWER -> next = Optional.of(offer);
        }
    }

    void onAnswer(SessionDescription answer) {
        boolean toAnotherOffer = answer.answers().isPresent()
                && !answer.answers().equals(local.map(SessionDescription::usernameFragment));
        if (state != State.OFFERED || toAnotherOffer) {
            LOG.debug("Ignored an answer for {} that nothing asks for any more.", tag);
            return;
        }
        if (agreedOnce && changesCertificate(answer)) {
            port.complain("Ignored an answer for {} with another certificate than the connection has.", tag);
            return;
        }
        to(State.APPLYING_ANSWER);
        expect(answer);
        peer.applyRemote(RTCSdpType.ANSWER, answer.text());
    }

    /** Whether a candidate of the other side belongs to what it last said here. */
    boolean owns(PeerSignal.IceCandidate candidate) {
        return remote.filter(description -> belongs(candidate, description)).isPresent()
                || next.filter(description -> belongs(candidate, description)).isPresent();
    }

    void onCandidate(PeerSignal.IceCandidate candidate) {
        if (remoteInForce && next.isEmpty()) {
            add(candidate);
        } else if (waiting.size() < WAITING_CANDIDATES_MAX) {
            waiting.add(candidate);
        } else {
            LOG.debug("Dropped a candidate for {}: {} wait already.", tag, WAITING_CANDIDATES_MAX);
        }
    }

    void onOfferMade(String sdp) {
        if (state == State.MAKING_OFFER) {
            local = Optional.of(SessionDescription.parse(sdp));
            to(State.OFFERED);
            takeBackAtNanos = port.nowNanos() + ANSWER_TIMEOUT_NANOS;
            // Signalled first: applying it sets candidates free, which must not overtake the offer.
            port.signal(new PeerSignal.Offer(SessionDescription.taggedOffer(sdp, tag)));
            peer.applyLocal(RTCSdpType.OFFER, sdp);
        }
    }

    void onAnswerMade(String sdp) {
        if (state == State.MAKING_ANSWER) {
            local = Optional.of(SessionDescription.parse(sdp));
            String answer = remote.filter(offer -> offer.tag().isPresent())
                    .map(offer -> SessionDescription.taggedAnswer(sdp, tag, offer.usernameFragment()))
                    .orElse(sdp);
            port.signal(new PeerSignal.Answer(answer));
            peer.applyLocal(RTCSdpType.ANSWER, sdp);
            agree();
        }
    }

    void onRemoteApplied() {
        remoteInForce = true;
        while (!waiting.isEmpty()) {
            add(waiting.remove());
        }
        if (state == State.APPLYING_OFFER) {
            to(State.MAKING_ANSWER);
            peer.makeAnswer();
        } else if (state == State.APPLYING_ANSWER) {
            agree();
        }
    }

    void onFailed(String detail) {
        if (!agreedOnce) {
            port.impossible("the peers could not agree on a connection: " + detail);
            return;
        }
        port.complain("Looking for a new path under {} failed: {}", tag, detail);
        if (state == State.OFFERED || state == State.APPLYING_ANSWER) {
            peer.rollBack();
        }
        if (state != State.STABLE) {
            to(State.STABLE);
            remote = agreed;
            remoteInForce = true;
        }
    }

    void onCandidateFound(String candidate, String mid, int lineIndex) {
        // Stock native peers stop listening for candidates when one names a host they cannot resolve.
        if (!candidate.contains(".local ")) {
            Matcher fragment = FRAGMENT.matcher(candidate);
            Optional<String> named = fragment.find() ? Optional.of(fragment.group(1)) : Optional.empty();
            port.signal(new PeerSignal.IceCandidate(
                    candidate,
                    Optional.of(mid),
                    OptionalInt.of(lineIndex),
                    named.or(() -> local.map(SessionDescription::usernameFragment))));
        }
    }

    private void apply(SessionDescription offer) {
        to(State.APPLYING_OFFER);
        expect(offer);
        peer.applyRemote(RTCSdpType.OFFER, offer.text());
    }

    /** From here on the candidates of the new description are kept until it is in force. */
    private void expect(SessionDescription description) {
        remote = Optional.of(description);
        remoteInForce = false;
        gate.begin(description.candidates());
        waiting.removeIf(candidate -> !belongs(candidate, description));
    }

    private void agree() {
        agreedOnce = true;
        agreed = remote;
        to(State.STABLE);
        port.agreed();
        Optional<SessionDescription> offer = next;
        next = Optional.empty();
        // It came while the certificate was not settled yet.
        offer.filter(late -> !changesCertificate(late)).ifPresent(this::apply);
    }

    private void takeBack() {
        to(State.STABLE);
        peer.rollBack();
    }

    private void add(PeerSignal.IceCandidate candidate) {
        remote.filter(description -> belongs(candidate, description)).ifPresent(description -> {
            String said = candidate.candidate();
            String text = said.startsWith("candidate:") ? said : "candidate:" + said;
            if (gate.admits(text)) {
                // There is one media section, whatever name or number the sender knows it by.
                peer.addCandidate(text, description.mid(), 0);
            } else {
                port.complain("Ignored a candidate for {}: {}", tag, text);
            }
        });
    }

    private static boolean belongs(PeerSignal.IceCandidate candidate, SessionDescription description) {
        return candidate
                .usernameFragment()
                .map(description.usernameFragment()::equals)
                .orElse(true);
    }

    private boolean changesCertificate(SessionDescription description) {
        Optional<Fingerprint> known = remote.map(SessionDescription::fingerprint);
        return !known.equals(Optional.of(description.fingerprint()));
    }

    /** The only place where {@code state} changes. */
    private void to(State following) {
        LOG.trace("{}: {} -> {}", tag, state, following);
        state = following;
    }
}
