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
 *       id, and again when three quarters of that time are over, if the server shares a secret with a TURN server.
 * </ul>
 *
 * <h2>What it holds, and for whom</h2>
 *
 * <p>Everything that waits is charged to a connection: half a request, half a message, half a TLS record, output
 * that its reader has not taken. All of it together is bounded by {@link Limit#BUFFERED_BYTES}, with a share for
 * each address, plus {@link Limit#RESERVED_BYTES} for each connection. When that is full, whoever has held most for
 * longest is closed, never the one that asks. A sender whose bytes wait for slow readers is not read for a while,
 * {@link Limit#HOLD_MILLIS} at most for a reader that takes nothing: that one is closed then. What counts is the heap
 * that is held, objects and all, and the figures are fitted to it when the server starts; with what a connection
 * costs by being there, which these figures leave out, they stay within three quarters of it.
 *
 * <h2>What is used of Java-WebSocket, and what cannot be reached without a fork of it</h2>
 *
 * <p>Its protocol engine, {@code WebSocketImpl} with a {@code Draft_6455} of our own. Not its server class, which
 * stops accepting for good when the process runs out of file descriptors and when a handler vetoes in
 * {@code onConnect}; hands every message from one thread to another and back; parses a handshake from its start at
 * every read; counts nobody who has not finished one; and loses the last bytes of a TLS connection that reads
 * slowly. None of that has a hook. {@code Draft_6455} with a maximal frame size checks the first and the last
 * fragment of a message, but not those between, takes frames that are not masked, and fails on a close frame whose
 * reason is not UTF-8: here frames are read by our own reader, in the place where the draft would do it. What stays:
 * two queues and a random generator for each connection, about 1 KB that this server has no use for, are final
 * fields of the engine; and outgoing text is copied and checked once more on its way through it.
 *
 * <p>Nothing here is {@code null}: what may be absent is an {@link java.util.Optional}.
 */
package dev.muster.signalling.server;
