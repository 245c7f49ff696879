/**
 * How to reach something that has several addresses: in which order, how many at once, how long to leave a failed one
 * alone, and when to try again.
 *
 * <p>{@link dev.muster.dial.HedgedDial} decides and is pure: time and chance are handed in. {@link
 * dev.muster.dial.Dialer} is its thin rim with threads. {@link dev.muster.dial.DialTracker}, {@link
 * dev.muster.dial.RetryBudget}, {@link dev.muster.dial.EndpointPenalties} and {@link dev.muster.dial.Backoff} can be
 * used alone by anything that dials in its own way.
 */
package dev.muster.dial;
