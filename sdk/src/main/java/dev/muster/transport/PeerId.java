package dev.muster.transport;

import java.util.Objects;
import java.util.UUID;

/**
 * The id under which a peer can be reached through a transport: for WebRTC the one that the signalling server
 * assigned.
 *
 * <p>An id is an address, not a proof. After a signalling server restarted, the same process shows up under another
 * id; a hostile server may hand one process the id of another. Who a peer is follows from its signed greeting, one
 * layer up, which then calls {@link Transport#rebind}.
 *
 * <p>Ids are ordered as their lower-case text, which is the order of Matchbox clients; {@link UUID#compareTo} compares
 * signed halves and would differ.
 *
 * @param value the id as it stands on the wire
 */
public record PeerId(UUID value) implements Comparable<PeerId> {
    /** Refuses {@code null}. */
    public PeerId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads the canonical text form, in either case.
     *
     * @param text 36 characters: hexadecimal digits and hyphens
     * @return the id
     * @throws IllegalArgumentException if the text is anything else
     */
    public static PeerId parse(String text) {
        UUID value = UUID.fromString(text);
        // UUID.fromString takes shortened groups such as "1-1-1-1-1"; two texts for one id would be two peers.
        if (!value.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException(
                    "a peer id is a UUID of 36 characters, not '" + text + "'; send it as the server gave it");
        }
        return new PeerId(value);
    }

    @Override
    public int compareTo(PeerId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
