package dev.muster.domain;

import java.util.function.Consumer;

/** Reads the events of a {@link DomainLoop} without losing one. */
@FunctionalInterface
public interface EventReader {
    /**
     * Hands over every event that was not read before, in order.
     *
     * @return how many
     */
    int readTo(Consumer<? super EmittedEvent> consumer);
}
