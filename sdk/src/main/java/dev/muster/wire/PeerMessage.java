package dev.muster.wire;

/** What peers say to each other in JSON, one document per message, on the channel for lobby sync. */
public sealed interface PeerMessage permits LinkMessage, SessionMessage {}
