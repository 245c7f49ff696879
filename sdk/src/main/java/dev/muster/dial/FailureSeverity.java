package dev.muster.dial;

/** How bad a failure is, from harmless to final; the order counts when penalties are merged. */
public enum FailureSeverity {
    /** The other side is there and asks for patience: too many requests, try later. */
    SOFT,
    /** It could not be reached: refused, timed out, broken off. */
    HARD,
    /** It will never work like this: wrong key, wrong protocol, forbidden. Nothing is tried again. */
    FATAL
}
