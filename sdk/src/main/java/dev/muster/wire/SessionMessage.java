package dev.muster.wire;

/** What links carry for the session above them. */
public sealed interface SessionMessage extends PeerMessage permits AuthorityMessage, SyncMessage {}
