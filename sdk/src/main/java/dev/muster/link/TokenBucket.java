package dev.muster.link;

/** So much in a second and so much at once. Belongs to one thread; time comes in. */
final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double perNano;
    private final double most;
    private double tokens;
    private long filledNanos;

    TokenBucket(double perSecond, double most, long nowNanos) {
        this.perNano = perSecond / NANOS_PER_SECOND;
        this.most = most;
        this.tokens = most;
        this.filledNanos = nowNanos;
    }

    /** Takes so many if there are so many, else none. */
    boolean take(double wanted, long nowNanos) {
        fill(nowNanos);
        if (tokens < wanted) {
            return false;
        }
        tokens -= wanted;
        return true;
    }

    /** When a whole token will be there at the latest. */
    long nextNanos(long nowNanos) {
        fill(nowNanos);
        return tokens >= 1 ? nowNanos : nowNanos + (long) Math.ceil((1 - tokens) / perNano);
    }

    private void fill(long nowNanos) {
        tokens = Math.min(most, tokens + (nowNanos - filledNanos) * perNano);
        filledNanos = nowNanos;
    }
}
