package dev.muster.signalling;

import dev.muster.wire.SignallingEvent;
import java.time.Duration;
import java.util.Optional;

/** What a {@link Signaller} reports. */
public sealed interface SignallingNotice {
    /** The server said something. {@link SignallingEvent.IdAssigned} comes first after each {@link Joined}. */
    record Heard(SignallingEvent event) implements SignallingNotice {}

    /**
     * The room was joined: at the start, and again after each loss.
     *
     * @param again whether this ends a loss
     */
    record Joined(boolean again) implements SignallingNotice {}

    /**
     * The server is gone, or could not be reached at first. Comes once per loss, however many attempts fail after it.
     *
     * @param detail what happened, and what to check
     * @param retryIn when it is tried again; empty if that is pointless
     */
    record Lost(String detail, Optional<Duration> retryIn) implements SignallingNotice {}
}
