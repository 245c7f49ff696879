package dev.muster.link;

import dev.muster.identity.SignatureChecker;
import java.util.Objects;

/**
 * Everything about links that can be chosen.
 *
 * @param budget what a peer that is not host may send
 * @param signatures how greetings are checked
 */
public record LinkConfig(LinkTimes times, LinkLimits limits, LinkBudget budget, SignatureChecker signatures) {
    /** What is right for a game. */
    public static final LinkConfig DEFAULT =
            new LinkConfig(LinkTimes.DEFAULT, LinkLimits.DEFAULT, LinkBudget.DEFAULT, SignatureChecker.ED25519);

    public LinkConfig {
        Objects.requireNonNull(times, "times");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(budget, "budget");
        Objects.requireNonNull(signatures, "signatures");
    }

    public LinkConfig withTimes(LinkTimes changed) {
        return new LinkConfig(changed, limits, budget, signatures);
    }

    public LinkConfig withLimits(LinkLimits changed) {
        return new LinkConfig(times, changed, budget, signatures);
    }

    public LinkConfig withBudget(LinkBudget changed) {
        return new LinkConfig(times, limits, changed, signatures);
    }

    public LinkConfig withSignatures(SignatureChecker changed) {
        return new LinkConfig(times, limits, budget, changed);
    }
}
