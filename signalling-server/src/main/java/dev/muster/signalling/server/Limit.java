package dev.muster.signalling.server;

import dev.muster.signalling.server.wire.ClientMessage;
import java.util.Locale;

/**
 * Every limit of the server: its default, the range it can be set to, and what happens when it is reached.
 *
 * <p>On the command line, {@code FRAME_BYTES} is {@code --frame-bytes}; in the environment it is
 * {@code MUSTER_FRAME_BYTES}.
 */
public enum Limit {
    /** Bytes of one message, all its fragments together. A longer one closes the connection with 1009. */
    FRAME_BYTES(65_536, 1_024, 16_777_216, "longest message in bytes"),
    /** Levels of nesting in a message. What is deeper is malformed and ignored, as on the stock server. */
    JSON_DEPTH(ClientMessage.DEPTH_MAX, 8, ClientMessage.DEPTH_MAX, "levels of nesting in a message"),
    /** Header lines of a request. More are answered with 431. */
    HEADER_LINES(100, 16, 10_000, "header lines of a request"),
    /** Bytes of a request's head. A longer one is answered with 431. */
    HANDSHAKE_BYTES(8_192, 512, 65_536, "longest request head in bytes"),
    /** Milliseconds from TCP connect to the whole request, TLS included. Too slow ones are answered with 408. */
    HANDSHAKE_MILLIS(5_000, 100, 60_000, "time for a request to arrive, in milliseconds"),
    /** Connections without a whole request. Beyond it the oldest of them is dropped. */
    HANDSHAKES(1_024, 16, 100_000, "connections that have not yet sent their request; beyond it the oldest goes"),
    /** Milliseconds from a message's or frame's first byte to its last. Beyond it the connection closes with 1008. */
    MESSAGE_MILLIS(20_000, 100, 600_000, "time for a message to arrive, in milliseconds"),
    /** Milliseconds of silence after which a peer is pinged. */
    PING_MILLIS(25_000, 50, 600_000, "silence after which a peer is pinged, in milliseconds"),
    /** Milliseconds of silence after which a peer counts as dead. Must exceed {@link #PING_MILLIS}. */
    IDLE_MILLIS(60_000, 100, 1_200_000, "silence after which a peer is dropped, in milliseconds"),
    /** Open connections. Further ones are answered with 503; over TLS they are closed before its handshake. */
    CONNECTIONS(10_000, 1, 1_000_000, "open connections in all"),
    /**
     * Open connections from one address; of IPv6 from one /64. Further ones are answered with 429; over TLS they are
     * closed before its handshake, whose arithmetic is more than a refusal may cost.
     */
    CONNECTIONS_PER_ADDRESS(128, 1, 1_000_000, "open connections from one address"),
    /** Connections that are being told that there is no room for them. Further ones are closed without a word. */
    TURNED_AWAY(256, 0, 100_000, "connections that are told why there is no room; further ones are just closed"),
    /** Joins a second from one address in the long run. Beyond the burst they are answered with 429. */
    JOINS_PER_SECOND(10, 1, 1_000_000, "joins a second from one address, in the long run"),
    /** Joins from one address at once, for instance after the server was away. */
    JOINS_BURST(256, 1, 10_000_000, "joins from one address at once"),
    /** Peers in one room or group. Further ones are answered with 503, a larger {@code next} with 400. */
    PEERS_PER_ROOM(128, 2, 10_000, "peers in one room"),
    /** Rooms and groups. Whoever would open one more is answered with 503. */
    ROOMS(10_000, 1, 1_000_000, "rooms in all"),
    /** Messages a second from one peer in the long run. Beyond the burst the connection closes with 1008. */
    MESSAGES_PER_SECOND(100, 1, 1_000_000, "messages a second from one peer, in the long run"),
    /** Messages that one peer may send at once: what joining a full room takes, and some more. */
    MESSAGES_BURST(2_000, 1, 10_000_000, "messages one peer may send at once"),
    /** Bytes a second from one peer in the long run, TLS included. Beyond the burst the connection closes with 1008. */
    BYTES_PER_SECOND(262_144, 1_024, 1_000_000_000, "bytes a second from one peer, in the long run"),
    /** Bytes that one peer may send at once. More than {@link #FRAME_BYTES}. */
    BYTES_BURST(2_097_152, 1_024, 1_000_000_000, "bytes one peer may send at once"),
    /**
     * TLS records without data from one connection: its handshake, new keys, empty records. A minute brings as many
     * again. Beyond it the connection is dropped.
     */
    TLS_UPKEEP_RECORDS(32, 16, 100_000, "TLS records without data that one connection may send, a minute"),
    /**
     * Bytes waiting for one reader. Beyond it whoever sends more to it is not read until half of them have gone. As
     * with all bytes that wait, what the heap holds counts: 128 more for each piece.
     */
    READER_BYTES(131_072, 16_384, 1_000_000_000, "bytes that may wait for one reader before its senders have to"),
    /** Bytes of one sender waiting for its readers. Beyond it the sender is not read until half of them have gone. */
    SENDER_BYTES(65_536, 1_024, 1_000_000_000, "bytes of one sender that may wait for its readers"),
    /** Milliseconds in which what waits for a reader must go out. Beyond it the connection closes with 1013. */
    WRITE_STALL_MILLIS(15_000, 100, 600_000, "time for what waits to go out, in milliseconds"),
    /**
     * The same while a sender is not read because of it: for so long, and no longer, can a reader keep a sender from
     * being heard, its goodbye included. Beyond it the reader's connection closes with 1013.
     */
    HOLD_MILLIS(
            5_000, 100, 600_000, "time for what waits to go out while a sender has to wait for it, in milliseconds"),
    /**
     * Bytes waiting in the whole server, in either direction, {@link #RESERVED_BYTES} not counted. When one more
     * is needed, the connection that has held most for longest is closed with 1013, or its request answered with 503.
     * Unless set, it is smaller when the heap is: it, {@link #RESERVED_BYTES} for all {@link #CONNECTIONS} and what
     * those take by being there have three quarters of the heap. If need be, there are fewer connections too.
     */
    BUFFERED_BYTES(67_108_864, 1_048_576, 100_000_000_000L, "bytes that may wait in the whole server"),
    /**
     * The part of {@link #BUFFERED_BYTES} that the connections of one address (of IPv6 one /64) may have together. A
     * single one that comes near it, written to by very many at once, is closed with 1013.
     */
    BUFFERED_BYTES_PER_ADDRESS(8_388_608, 65_536, 100_000_000_000L, "bytes that may wait for one address"),
    /** Bytes that may wait for each connection whatever the others do: the reserve that answers are made from. */
    RESERVED_BYTES(4_096, 0, 1_048_576, "bytes that may wait for each connection beside the shared ones"),
    /** Milliseconds that a closing connection gets to read the reason. */
    LINGER_MILLIS(1_000, 0, 60_000, "time a closing connection gets to read why, in milliseconds"),
    /** Milliseconds between telling clients about a shutdown and closing them, if any asked to be told. */
    DRAIN_NOTICE_MILLIS(2_000, 0, 600_000, "time between announcing a shutdown and closing, in milliseconds"),
    /** Connections that the system keeps waiting until they are accepted. */
    BACKLOG(1_024, 1, 65_535, "connections the system holds until they are accepted"),
    /** Connections that are accepted at once; then those that are open already get their turn. */
    ACCEPTS_AT_ONCE(64, 1, 10_000, "connections accepted at once, before the others get their turn"),
    /** Bytes the system holds for each connection, in each direction; it is asked for this many and may differ. */
    SOCKET_BUFFER_BYTES(65_536, 4_096, 16_777_216, "bytes the system holds for a connection, in each direction");

    private final long standard;
    private final long min;
    private final long max;
    private final String description;

    Limit(long standard, long min, long max, String description) {
        this.standard = standard;
        this.min = min;
        this.max = max;
        this.description = description;
    }

    /** The value unless set otherwise. */
    public long standard() {
        return standard;
    }

    /** The smallest value it can be set to. */
    public long min() {
        return min;
    }

    /** The largest value it can be set to. */
    public long max() {
        return max;
    }

    /** A few words for the command line's help. */
    public String description() {
        return description;
    }

    /** Its name on the command line, without the dashes. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its name in the environment. */
    public String variableName() {
        return "MUSTER_" + name();
    }
}
