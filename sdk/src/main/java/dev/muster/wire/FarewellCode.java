package dev.muster.wire;

import java.util.EnumSet;
import java.util.Set;

/** Why somebody will not talk, or not any longer. */
public enum FarewellCode {
    /** The session ends here on purpose: the player left. */
    LEFT,
    /** The two sides run versions that do not understand each other. */
    INCOMPATIBLE,
    /** This is another session. */
    WRONG_SESSION,
    /** A signature or a fingerprint was wrong: somebody may stand between. */
    NOT_PROVEN,
    /** The same key is here already, in another process. */
    ALREADY_CONNECTED,
    /** Another process with the same key took the seat. Final. */
    DISPLACED,
    /** The host removed this person from the lobby. */
    KICKED,
    /** This person may not come back. */
    BANNED,
    /** The rules of the protocol were broken. */
    PROTOCOL,
    /** Too much was sent in too short a time. */
    TOO_MUCH,
    /** This peer did not greet in time, or took nothing of what was sent to it for too long. */
    TOO_SLOW,
    /** There is no room for another link. */
    FULL,
    /** This side is not the host, and answers nobody who is not in the lobby. */
    NOT_HOST;

    private static final Set<FarewellCode> PASSING = EnumSet.of(ALREADY_CONNECTED, TOO_MUCH, TOO_SLOW, FULL);

    /** Whether another attempt would end in the same way; who was slow, or one too many, may be luckier next time. */
    public boolean isFinal() {
        return !PASSING.contains(this);
    }
}
