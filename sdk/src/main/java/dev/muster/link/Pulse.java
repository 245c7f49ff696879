package dev.muster.link;

import dev.muster.transport.Transport;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether two peers hear each other, and how long a word takes. What arrives proves that this side hears; a ping tells
 * the other side how long this one has heard nothing, so that both come to the same verdict when only one direction
 * works. After a long silence pings arrive that were sent meanwhile and complain of it; only an answer to a ping that
 * was sent since shows that all of them have been read.
 *
 * <p>No estimate of what pause is usual: reliable channels stretch pauses to seconds whenever a packet is lost,
 * and the fixed bounds of {@link LinkTimes} are what is promised.
 */
final class Pulse {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int SMOOTHING = 8;
    private static final long ROUND_TRIP_MAX_NANOS = Duration.ofMinutes(1).toNanos();
    private static final double PING_PER_ROUND_TRIP = 1.2;

    private final LinkTimes times;
    private boolean close;
    private long heardNanos;
    private long forgivenNanos;
    private long reportedNanos;
    private long pingNumber;
    private long pingSentNanos;
    private long pingDueNanos;
    private long pongNumber;
    private long answerAwaited;
    private boolean spoke;
    private long rttNanos;

    Pulse(LinkTimes times) {
        this.times = times;
    }

    /**
     * Another connection: what was measured and said on the one before is worth nothing.
     *
     * @param betweenHostAndGuest whether one of the two is the host, and pings are more frequent
     */
    void begin(long nowNanos, boolean betweenHostAndGuest) {
        close = betweenHostAndGuest;
        heardNanos = nowNanos;
        reportedNanos = 0;
        pongNumber = pingNumber;
        spoke = false;
        pingDueNanos = nowNanos;
    }

    /** One of the two is the host from now on, or neither is. */
    void close(boolean betweenHostAndGuest) {
        close = betweenHostAndGuest;
    }

    /** Something arrived. */
    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    void heardPing(ControlFrame ping, long nowNanos) {
        heard(nowNanos);
        reportedNanos = ping.silenceMillis() * NANOS_PER_MILLI;
    }

    /** Answers come in the order of the pings; an older one, or one to no ping of ours, says nothing. */
    void heardPong(ControlFrame pong, long nowNanos) {
        heard(nowNanos);
        long sample = nowNanos - pong.timestamp();
        boolean answers = pong.number() > pongNumber && pong.number() <= pingNumber;
        if (!answers || pong.timestamp() < 0 || sample < 0 || sample > ROUND_TRIP_MAX_NANOS) {
            return;
        }
        pongNumber = pong.number();
        reportedNanos = 0;
        rttNanos = rttNanos == 0 ? Math.max(1, sample) : ((SMOOTHING - 1) * rttNanos + sample) / SMOOTHING;
    }

    /** Something was sent: the other side hears from here without a ping. */
    void spoke() {
        spoke = true;
    }

    /** This side was asleep: silence before now proves nothing. */
    void forgive(long nowNanos) {
        forgivenNanos = nowNanos;
        reportedNanos = 0;
    }

    /** How long one of the two has heard nothing. */
    long silenceNanos(long nowNanos) {
        return Math.max(ownSilenceNanos(nowNanos), reportedNanos);
    }

    /** When silence will have lasted so long, if nothing comes. */
    long silentForNanos(Duration silence) {
        return Math.max(heardNanos, forgivenNanos) + silence.toNanos();
    }

    /** A ping, if one is due. Other traffic makes it less urgent, but round trips are measured by nothing else. */
    Optional<ControlFrame> pingIfDue(long nowNanos) {
        if (nowNanos < pingDueNanos()) {
            return Optional.empty();
        }
        pingNumber++;
        pingSentNanos = nowNanos;
        spoke = false;
        pingDueNanos = nowNanos + intervalNanos();
        int silenceMillis = (int) Math.min(Integer.MAX_VALUE, ownSilenceNanos(nowNanos) / NANOS_PER_MILLI);
        return Optional.of(ControlFrame.ping(nowNanos, pingNumber, silenceMillis));
    }

    /** The link is taken for broken: the next poll sends a ping, which tells the other side and asks for a sign. */
    void doubt() {
        pingDueNanos = 0;
        spoke = false;
        answerAwaited = pingNumber + 1;
    }

    /** Whether words have gone there and back since the {@link #doubt}. */
    boolean isAnswered() {
        return pongNumber >= answerAwaited;
    }

    long pingDueNanos() {
        return spoke ? Math.max(pingDueNanos, pingSentNanos + times.pingOthers().toNanos()) : pingDueNanos;
    }

    long heardNanos() {
        return heardNanos;
    }

    Optional<Duration> rtt() {
        return rttNanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(rttNanos));
    }

    private long ownSilenceNanos(long nowNanos) {
        return nowNanos - Math.max(heardNanos, forgivenNanos);
    }

    private long intervalNanos() {
        if (!close) {
            return times.pingOthers().toNanos();
        }
        long wanted = (long) Math.min(PING_PER_ROUND_TRIP * rttNanos, Transport.NO_DEADLINE);
        return Math.max(
                times.pingMin().toNanos(), Math.min(wanted, times.pingMax().toNanos()));
    }
}
