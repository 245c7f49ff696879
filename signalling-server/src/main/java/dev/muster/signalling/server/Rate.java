package dev.muster.signalling.server;

/** So many in the long run, so many at once. */
record Rate(double perSecond, long burst) {
    TokenBucket bucket(long nowNanos) {
        return new TokenBucket(this, nowNanos);
    }
}
