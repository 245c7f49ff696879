package dev.muster.transport;

import java.util.Objects;

/**
 * What is fixed once a connection is open.
 *
 * @param peer where the connection leads, as the transport knows it
 * @param role which side this is
 * @param localFingerprint the certificate this side really used
 * @param remoteFingerprint the certificate the other side really used
 * @param messageBytesMax the most bytes a message to this peer may have; at most {@link Channel#MESSAGE_BYTES_MAX}
 */
public record ConnectionDetails(
        PeerId peer,
        ConnectionRole role,
        Fingerprint localFingerprint,
        Fingerprint remoteFingerprint,
        int messageBytesMax) {
    /** Refuses {@code null} and sizes out of bounds. */
    public ConnectionDetails {
        Objects.requireNonNull(peer, "peer");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(localFingerprint, "localFingerprint");
        Objects.requireNonNull(remoteFingerprint, "remoteFingerprint");
        if (messageBytesMax < 1 || messageBytesMax > Channel.MESSAGE_BYTES_MAX) {
            throw new IllegalArgumentException("messageBytesMax is 1 to " + Channel.MESSAGE_BYTES_MAX + ", not "
                    + messageBytesMax + "; clamp what the peer announced");
        }
    }
}
