/**
 * What a game touches.
 *
 * <p>{@link dev.muster.session.P2PLoopBuilder} makes a session or joins one; the {@link dev.muster.session.SessionLoop}
 * that it gives is polled by the game, or by a {@link dev.muster.session.SessionRunner} on a thread of its own.
 */
package dev.muster.session;
