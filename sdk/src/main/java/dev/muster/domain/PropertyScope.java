package dev.muster.domain;

/** Whose properties they are, and so how many and how large they may be. */
public enum PropertyScope {
    LOBBY(LobbyLimits.LOBBY_PROPERTIES_MAX, LobbyLimits.LOBBY_PROPERTY_WEIGHT_MAX),
    PARTICIPANT(LobbyLimits.PARTICIPANT_PROPERTIES_MAX, LobbyLimits.PARTICIPANT_PROPERTY_WEIGHT_MAX);

    private final int countMax;
    private final int weightMax;

    PropertyScope(int countMax, int weightMax) {
        this.countMax = countMax;
        this.weightMax = weightMax;
    }

    boolean knows(PropertyAccess access) {
        return (this == PARTICIPANT) == (access == PropertyAccess.OWNER);
    }

    /** How many there may be. */
    public int countMax() {
        return countMax;
    }

    /** How much one value may weigh; see {@link Value#weight()}. */
    public int weightMax() {
        return weightMax;
    }
}
