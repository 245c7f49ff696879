package dev.muster.signalling.server.rooms;

import java.util.OptionalInt;

/**
 * What two peers must have in common to meet.
 *
 * @param name the decoded path segment; empty for the root
 * @param groupSize the {@code next} of the request: after so many peers the next one starts a fresh group.
 *     Empty for a room without end. The same name with another size is another room.
 */
public record RoomKey(String name, OptionalInt groupSize) {
    public RoomKey {
        if (groupSize.isPresent() && groupSize.getAsInt() < 1) {
            throw new IllegalArgumentException("a group has at least 1 peer, not " + groupSize.getAsInt());
        }
    }

    public static RoomKey unlimited(String name) {
        return new RoomKey(name, OptionalInt.empty());
    }

    public static RoomKey groupsOf(int size, String name) {
        return new RoomKey(name, OptionalInt.of(size));
    }
}
