package dev.muster.signalling.server;

/** So many tokens a second in the long run, so many at once. Time is an argument. */
final class TokenBucket {
    private final double tokensPerNano;
    private final double capacity;
    private double tokens;
    private long filledAtNanos;

    TokenBucket(Rate rate, long nowNanos) {
        this.tokensPerNano = rate.perSecond() / 1e9;
        this.capacity = rate.burst();
        this.tokens = rate.burst();
        this.filledAtNanos = nowNanos;
    }

    /** Takes tokens if there are so many. A clock that runs backwards brings nothing and costs nothing. */
    boolean take(long wanted, long nowNanos) {
        long elapsed = nowNanos - filledAtNanos;
        if (elapsed > 0) {
            tokens = Math.min(capacity, tokens + elapsed * tokensPerNano);
            filledAtNanos = nowNanos;
        }
        if (wanted > tokens) {
            return false;
        }
        tokens -= wanted;
        return true;
    }
}
