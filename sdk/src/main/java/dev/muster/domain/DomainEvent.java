package dev.muster.domain;

/** What the domain tells: something happened to a lobby, or a command was refused. */
public sealed interface DomainEvent permits LoggedEvent, CommandFailed {}
