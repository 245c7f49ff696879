package dev.muster.signalling.server;

import java.net.InetSocketAddress;
import java.util.UUID;

/**
 * A peer, as callbacks see it.
 *
 * @param id the id that the server gave it
 * @param room the room's name, decoded
 * @param role what it is in that room
 * @param address where it comes from
 */
public record PeerInfo(UUID id, String room, PeerRole role, InetSocketAddress address) {}
