package dev.muster.domain;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A whole lobby laid out in plain parts, to be written down and read back. It says what somebody claims; only
 * {@link Lobby#of} makes a lobby of it, where it is one.
 *
 * @param creatorId who made the session, and may reclaim the host role if the settings say so
 * @param reclaimedAt when the creator last did
 * @param participants in the order of admission
 * @param queue next one first
 * @param history oldest first
 * @param leaderboard in the order of coming onto it
 */
public record LobbyContents(
        LobbyId id,
        Name name,
        LobbyStatus status,
        LobbySettings settings,
        Optional<PasswordLock> password,
        ParticipantId creatorId,
        ParticipantId hostId,
        Optional<LobbyTime> reclaimedAt,
        List<Participant> participants,
        List<Ban> bans,
        List<Property> properties,
        List<ChatMessage> chat,
        List<ActivityConfig> queue,
        Optional<Countdown> countdown,
        Optional<ActivityRun> run,
        List<RunRecord> history,
        List<LeaderboardEntry> leaderboard) {
    public LobbyContents {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(creatorId, "creatorId");
        Objects.requireNonNull(hostId, "hostId");
        Objects.requireNonNull(reclaimedAt, "reclaimedAt");
        Objects.requireNonNull(countdown, "countdown");
        Objects.requireNonNull(run, "run");
        participants = List.copyOf(participants);
        bans = List.copyOf(bans);
        properties = List.copyOf(properties);
        chat = List.copyOf(chat);
        queue = List.copyOf(queue);
        history = List.copyOf(history);
        leaderboard = List.copyOf(leaderboard);
    }
}
