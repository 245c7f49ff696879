package dev.muster.signalling.server.http;

/** One header line of a request. */
public record Field(String name, String value) {}
