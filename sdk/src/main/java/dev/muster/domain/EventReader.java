package dev.muster.domain;

import java.util.function.Consumer;

/**
 * Reads the events of a {@link DomainLoop}. None is lost before it was handed over; one whose consumer throws counts as
 * handed over, so that it is not met again for ever.
 */
@FunctionalInterface
public interface EventReader {
    /**
     * Hands over every event that was not read before, in order.
     *
     * @return how many
     */
    int readTo(Consumer<? super EmittedEvent> consumer);
}
