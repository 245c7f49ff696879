package dev.muster.p2p;

/** How many signatures of others are checked in one poll, so that nobody can keep this side busy with them. */
final class SignatureBudget {
    private final int perPoll;
    private int used;

    SignatureBudget(int perPoll) {
        this.perPoll = perPoll;
    }

    void beginPoll() {
        used = 0;
    }

    /** Uses one up, if there is one. */
    boolean take() {
        return used++ < perPoll;
    }
}
