package dev.muster.domain;

/** Why a run ended. */
public enum RunEndReason {
    /** Everybody who was still required has submitted. */
    ALL_SUBMITTED(RunStatus.COMPLETED),
    /** The host cancelled it. */
    CANCELLED_BY_HOST(RunStatus.CANCELLED),
    /** Its time was over. */
    TIME_LIMIT(RunStatus.CANCELLED),
    /** Everybody who was required is gone, and nobody had submitted. */
    NOBODY_LEFT(RunStatus.CANCELLED),
    /** The lobby ended. */
    LOBBY_ENDED(RunStatus.CANCELLED);

    private final RunStatus status;

    RunEndReason(RunStatus status) {
        this.status = status;
    }

    public RunStatus status() {
        return status;
    }
}
