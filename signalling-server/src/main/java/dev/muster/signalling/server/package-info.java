/**
 * A signalling server to run or to embed: it introduces the players of a game to each other, and they talk directly
 * from then on.
 *
 * <p>It speaks the Matchbox protocol, and to clients that do not ask it speaks nothing else. A client that connects
 * with {@code ?muster=1} also gets these text messages:
 *
 * <ul>
 *   <li>{@code {"Error":{"kind":K,"detail":TEXT,"receiver":ID}}}, where K is {@code unknown_receiver} (the receiver
 *       is named), {@code malformed}, {@code too_large} (close 1009 follows) or {@code too_fast} (close 1008 follows);
 *   <li>{@code {"Draining":{"closesInMillis":N}}} when the server shuts down, before it closes with 1001;
 *   <li>{@code {"IceServers":{"ttlSeconds":N,"servers":[{"urls":[…],"username":TEXT,"credential":TEXT}]}}} after its
 *       id, if the server shares a secret with a TURN server.
 * </ul>
 *
 * <p>Nothing here is {@code null}: what may be absent is an {@link java.util.Optional}.
 */
package dev.muster.signalling.server;
