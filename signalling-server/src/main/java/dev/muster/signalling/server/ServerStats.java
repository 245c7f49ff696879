package dev.muster.signalling.server;

import java.time.Duration;

/**
 * The server in numbers, at one moment.
 *
 * @param uptime since it started
 * @param connections open TCP connections, peers or not
 * @param peers in rooms
 * @param rooms with at least one peer; each matched group counts
 * @param joins since it started
 * @param relays signals passed on since it started
 * @param refusals requests and connections refused since it started
 */
public record ServerStats(
        Duration uptime, long connections, long peers, int rooms, long joins, long relays, long refusals) {}
