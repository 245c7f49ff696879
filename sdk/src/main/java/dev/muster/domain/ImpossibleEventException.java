package dev.muster.domain;

/**
 * An event cannot have happened to this lobby: somebody joins twice, a run ends that never started. The lobby is
 * unchanged.
 *
 * <p>A lobby's own decisions never cause this. An event of another machine can, and then its sender is wrong.
 */
public final class ImpossibleEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ImpossibleEventException(LoggedEvent event, String why, Throwable cause) {
        super(event.getClass().getSimpleName() + " cannot have happened here: " + why, cause);
    }
}
