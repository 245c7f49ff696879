package dev.muster.domain;

/**
 * What a {@link DomainLoop} has done so far, and what waits.
 *
 * @param commandsAccepted that led to events
 * @param commandsRefused by the rules
 * @param submissionsRefused that found the queue full
 * @param events written, refusals included
 * @param eventsLost that the application did not drain in time
 * @param commandsPending in the queue now
 * @param eventsPending for the application now
 */
public record DomainCounters(
        long commandsAccepted,
        long commandsRefused,
        long submissionsRefused,
        long events,
        long eventsLost,
        int commandsPending,
        int eventsPending) {}
