package dev.muster.domain;

/** Whether somebody plays or watches. Independent of being host or guest. */
public enum ParticipationMode {
    /** Plays: is required in the runs that start from now on. */
    ACTIVE,
    /** Watches: is never required and cannot submit results. */
    SPECTATING;

    public ParticipationMode toggled() {
        return this == ACTIVE ? SPECTATING : ACTIVE;
    }
}
