package dev.muster.domain;

/** What the domain tells: something happened to a lobby, a command was refused, or the lobby is another one now. */
public sealed interface DomainEvent permits LoggedEvent, CommandFailed, Resynced {}
