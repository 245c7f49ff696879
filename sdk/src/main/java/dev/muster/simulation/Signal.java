package dev.muster.simulation;

import dev.muster.transport.Fingerprint;
import dev.muster.transport.PeerId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One message of the simulated signalling server to a member: what a hostile server can forge, alter, and withhold. */
public final class Signal {
    /** What is said. */
    public enum Kind {
        /** {@code from} came to the room. */
        ANNOUNCE,
        /** {@code from} left the room. */
        WITHDRAW,
        /** {@code from} wants to connect. */
        OFFER,
        /** {@code from} agrees to connect. */
        ANSWER,
        /** {@code from} looks for a new path under an open connection. */
        RESTART_OFFER,
        /** {@code from} agrees to a new path. */
        RESTART_ANSWER
    }

    /** What is said besides who says it to whom: nothing of it for an announcement, no sender for a forgery. */
    private record Content(
            @Nullable Fingerprint fingerprint,
            @Nullable Association association,
            @Nullable SimulatedConnection sender) {
        private static final Content NOTHING = new Content(null, null, null);
    }

    private final Kind kind;
    private final PeerId from;
    private final PeerId to;
    private final Content content;

    private Signal(Kind kind, PeerId from, PeerId to, Content content) {
        this.kind = kind;
        this.from = Objects.requireNonNull(from, "from");
        this.to = Objects.requireNonNull(to, "to");
        this.content = content;
    }

    /**
     * An announcement, true or forged.
     *
     * @param newcomer who is said to have come
     * @param to who is told
     * @return the signal
     */
    public static Signal announce(PeerId newcomer, PeerId to) {
        return new Signal(Kind.ANNOUNCE, newcomer, to, Content.NOTHING);
    }

    /**
     * A farewell, true or forged.
     *
     * @param leaver who is said to have left
     * @param to who is told
     * @return the signal
     */
    public static Signal withdraw(PeerId leaver, PeerId to) {
        return new Signal(Kind.WITHDRAW, leaver, to, Content.NOTHING);
    }

    /**
     * An offer with nobody behind it, as a flood of fake peers would send.
     *
     * @param fake who is said to offer
     * @param to who is told
     * @return the signal
     */
    public static Signal forgedOffer(PeerId fake, PeerId to) {
        Fingerprint invented = Fingerprint.ofSha256(new byte[Fingerprint.BYTES]);
        return new Signal(Kind.OFFER, fake, to, new Content(invented, null, null));
    }

    static Signal of(Kind kind, PeerId from, SimulatedConnection sender) {
        var content = new Content(sender.localFingerprint(), sender.association(), sender);
        return new Signal(kind, from, sender.peer(), content);
    }

    /**
     * What is said.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Whom it names as its sender or subject.
     *
     * @return an id that the receiver will believe
     */
    public PeerId from() {
        return from;
    }

    /**
     * Who gets it.
     *
     * @return the id of a member
     */
    public PeerId to() {
        return to;
    }

    /**
     * The certificate fingerprint inside an offer or answer.
     *
     * @return empty for announcements and farewells
     */
    public Optional<Fingerprint> fingerprint() {
        return Optional.ofNullable(content.fingerprint());
    }

    /**
     * The same, naming another sender.
     *
     * @param changed the new value
     * @return the altered signal
     */
    public Signal withFrom(PeerId changed) {
        return new Signal(kind, changed, to, content);
    }

    /**
     * The same, for another receiver.
     *
     * @param changed the new value
     * @return the altered signal
     */
    public Signal withTo(PeerId changed) {
        return new Signal(kind, from, changed, content);
    }

    /**
     * The same with another certificate fingerprint. A connection whose fingerprint does not match the certificate
     * shown never opens, as in DTLS.
     *
     * @param changed the new value
     * @return the altered signal
     */
    public Signal withFingerprint(Fingerprint changed) {
        return new Signal(kind, from, to, new Content(changed, content.association(), content.sender()));
    }

    /** Empty for a forged signal. */
    Optional<Association> association() {
        return Optional.ofNullable(content.association());
    }

    /** The connection that really sent it; empty for a forged signal. */
    Optional<SimulatedConnection> sender() {
        return Optional.ofNullable(content.sender());
    }

    @Override
    public String toString() {
        return kind + " from " + from + " to " + to;
    }
}
