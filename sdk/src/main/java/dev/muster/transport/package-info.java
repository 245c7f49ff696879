/**
 * The transport SPI: what carries bytes between peers, and nothing more.
 *
 * <p>A {@link dev.muster.transport.Transport} finds peers, opens connections to them, and moves {@linkplain
 * dev.muster.transport.Payload messages} over three {@linkplain dev.muster.transport.Channel channels}. It is
 * poll-shaped: commands are plain calls, everything that happens comes out of {@link
 * dev.muster.transport.Transport#poll} as a {@link dev.muster.transport.TransportEvent}. Who a peer really is,
 * whether it is alive, and what its bytes mean is decided by the packages above.
 *
 * <h2>Time</h2>
 *
 * <p>Time enters as {@code long nowNanos}: monotonic nanoseconds since an origin that the rim chose, never
 * negative. It is a plain {@code long} and not a record so that a poll with nothing to do allocates nothing, and
 * it counts from an origin near zero so that traces can be read and plain comparison is right for 292 years. An
 * older {@code nowNanos} than the one before counts as that one: time never runs backwards. Durations and
 * deadlines in the same unit end in {@code Nanos}; configuration uses {@link java.time.Duration}.
 */
package dev.muster.transport;
