package dev.muster.link;

/** So much in a second and so much at once. Belongs to one thread; time comes in. */
public final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private double perNano;
    private double most;
    private double tokens;
    private long filledNanos;

    /**
     * A full one.
     *
     * @param perSecond what comes in a second, more than 0
     * @param most what it holds, at least 1
     */
    public TokenBucket(double perSecond, double most, long nowNanos) {
        if (perSecond <= 0 || most < 1) {
            throw new IllegalArgumentException("a bucket of nothing: " + perSecond + " a second, " + most);
        }
        this.perNano = perSecond / NANOS_PER_SECOND;
        this.most = most;
        this.tokens = most;
        this.filledNanos = nowNanos;
    }

    /** Takes so many if there are so many, else none. */
    public boolean take(double wanted, long nowNanos) {
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

    /** From now on so much: a larger one has the rest at once, a smaller one keeps no more than it holds. */
    void resize(double newPerSecond, double newMost, long nowNanos) {
        fill(nowNanos);
        tokens = Math.min(newMost, tokens + Math.max(0, newMost - most));
        perNano = newPerSecond / NANOS_PER_SECOND;
        most = newMost;
    }

    /** Time that falls gives nothing. */
    private void fill(long nowNanos) {
        if (nowNanos > filledNanos) {
            tokens = Math.min(most, tokens + (nowNanos - filledNanos) * perNano);
            filledNanos = nowNanos;
        }
    }
}
