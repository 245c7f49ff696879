package dev.muster.wire;

/** How a term came about. */
public enum OpeningReason {
    /** Its owner made the session. */
    CREATION,
    /** The same, and from then on a majority decides who is host: {@code MigrationPolicy.MAJORITY}. */
    MAJORITY_CREATION,
    /** The host before handed over, with the successor's consent. */
    HANDOVER,
    /** The host before was lost, and one of those who were left took its place. */
    CLAIM,
    /** Two hosts met, and this one goes on for both. */
    MERGE
}
