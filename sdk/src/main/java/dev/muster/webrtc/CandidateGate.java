package dev.muster.webrtc;

import java.util.regex.Pattern;

/**
 * Which candidates of a peer reach the library. To it each one is a place to send packets to, again and again, and a
 * name is something to look up: a peer shall neither set it on half the internet, nor learn from a name server of its
 * own where somebody is who hides behind a relay.
 */
final class CandidateGate {
    /** How many places a peer may name in one description and after it; a peer has a handful of addresses. */
    static final int CANDIDATES_MAX = 64;

    private static final int ADDRESS_FIELD = 4;
    private static final Pattern BLANKS = Pattern.compile(" +");

    /** An address, or the name that a browser shows on the local network instead of one. */
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*|[0-9a-fA-F-]{36}\\.local");

    private int admitted;

    /** A new description: its candidates replace those before. */
    void begin(int candidatesInside) {
        admitted = candidatesInside;
    }

    /** Whether a candidate may pass; it counts if so. */
    boolean admits(String candidate) {
        if (admitted >= CANDIDATES_MAX || !namesAnAddress(candidate)) {
            return false;
        }
        admitted++;
        return true;
    }

    /** Whether a candidate leads to an address and not to some name. What is no candidate at all leads nowhere. */
    static boolean namesAnAddress(String candidate) {
        String[] fields = BLANKS.split(candidate.strip(), ADDRESS_FIELD + 2);
        return fields.length > ADDRESS_FIELD
                && ADDRESS.matcher(fields[ADDRESS_FIELD]).matches();
    }
}
