package dev.muster.signalling.server;

import dev.muster.signalling.server.metrics.Refusal;

/**
 * A request that is answered with no.
 *
 * @param reason a sentence that tells the client what is wrong
 */
record Refused(Refusal refusal, String reason) implements Route {}
