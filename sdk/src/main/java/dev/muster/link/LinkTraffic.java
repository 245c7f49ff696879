package dev.muster.link;

/** What went over a link on all its connections: messages of every kind, and their bytes. */
public record LinkTraffic(long messagesSent, long messagesReceived, long bytesSent, long bytesReceived) {}
