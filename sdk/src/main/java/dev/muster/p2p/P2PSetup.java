package dev.muster.p2p;

import dev.muster.domain.MigrationPolicy;
import dev.muster.identity.Identity;
import dev.muster.identity.Incarnation;
import dev.muster.identity.Nonce;
import dev.muster.identity.SessionId;
import dev.muster.identity.SignatureChecker;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Everything that a {@link P2PLoop} has to know before it starts.
 *
 * @param creation the nonce that the session's id was made from, if this side hosts it
 * @param application name and version of the game; peers with another one are refused; empty for any
 * @param grace how long a peer that went quiet keeps its place
 * @param policy what the session does when its host is lost, if this side hosts it
 * @param random where nonces come from: a secure source, or a seeded one in a simulation
 */
public record P2PSetup(
        SessionId session,
        Identity identity,
        Incarnation incarnation,
        Optional<Nonce> creation,
        SignatureChecker checker,
        RandomGenerator random,
        P2PLimits limits,
        String application,
        Duration grace,
        MigrationPolicy policy) {
    /** How long a peer that went quiet keeps its place when nobody says otherwise. */
    public static final Duration GRACE_DEFAULT = Duration.ofSeconds(30);

    public P2PSetup {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(incarnation, "incarnation");
        Objects.requireNonNull(creation, "creation");
        Objects.requireNonNull(checker, "checker");
        Objects.requireNonNull(random, "random");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(application, "application");
        Objects.requireNonNull(grace, "grace");
        Objects.requireNonNull(policy, "policy");
        if (creation.isPresent() && !session.isMadeBy(identity.publicKey(), creation.get())) {
            throw new IllegalArgumentException("session " + session + " was not made by this key");
        }
    }
}
