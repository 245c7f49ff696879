package dev.muster.p2p;

import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyContents;
import dev.muster.domain.LobbySettings;
import dev.muster.domain.LobbyStatus;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.Participant;
import dev.muster.domain.Properties;
import dev.muster.domain.PropertyScope;
import dev.muster.identity.PublicKey;
import dev.muster.wire.PasswordRecipe;
import dev.muster.wire.PeerJson;
import dev.muster.wire.RawJson;
import dev.muster.wire.Snapshot;
import dev.muster.wire.Snapshot.Seat;
import dev.muster.wire.SyncMessage.Checkpoint;
import dev.muster.wire.SyncMessage.LobbyCard;
import java.util.List;
import java.util.Optional;

/** What a lobby shows of itself to whom, and what a lobby is made of again from that. */
final class Snapshots {
    private Snapshots() {}

    /** Everything, for those who are in. */
    static RawJson whole(Replica replica, Stand stand, LobbyTime time) {
        Lobby lobby = replica.lobby().orElseThrow();
        var state = new Snapshot.State(
                time, stand.hash(), lobby.contents(), replica.authors().records(), replica.roster());
        return PeerJson.encodeSnapshot(of(lobby, stand.sequence(), Optional.of(state)));
    }

    /** What is signed for a snapshot. */
    static Checkpoint checkpoint(RawJson snapshot, List<PublicKey> roster) {
        return new Checkpoint(snapshot.hash(), Words.roster(roster));
    }

    /** Who is here, and nothing of what they say and do, for those who knock at an open door. */
    static Snapshot preview(Lobby lobby, long sequence) {
        return of(lobby, sequence, Optional.empty());
    }

    /** Even less, for those who knock at a door that is not open to everybody. */
    static LobbyCard card(Lobby lobby) {
        return new LobbyCard(
                lobby.id(),
                lobby.name(),
                lobby.participants().size(),
                lobby.settings().capacity(),
                lobby.status() == LobbyStatus.OPEN,
                lobby.password().map(lock -> new PasswordRecipe(lock.saltHex(), lock.rounds())));
    }

    /** Whether everybody who knocks may see who is here. */
    static boolean isOpenToEverybody(Lobby lobby) {
        return lobby.status() == LobbyStatus.OPEN && lobby.password().isEmpty();
    }

    /**
     * The lobby that a preview shows: true in what it says, empty in what it leaves out.
     *
     * @throws IllegalArgumentException where no lobby looks like that
     */
    static Lobby lobbyOf(Snapshot preview) {
        LobbySettings settings = LobbySettings.DEFAULT.withCapacity(preview.capacity());
        List<Participant> participants =
                preview.participants().stream().map(Snapshots::participant).toList();
        return Lobby.of(new LobbyContents(
                preview.lobbyId(),
                preview.name(),
                LobbyStatus.OPEN,
                settings,
                Optional.empty(),
                preview.hostId(),
                preview.hostId(),
                Optional.empty(),
                participants,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of()));
    }

    private static Snapshot of(Lobby lobby, long sequence, Optional<Snapshot.State> state) {
        List<Seat> seats = lobby.participants().stream()
                .map(one -> new Seat(
                        one.id(), one.name(), lobby.roleOf(one.id()).orElseThrow(), one.mode(), one.joinedAt()))
                .toList();
        return new Snapshot(
                lobby.id(),
                lobby.name(),
                lobby.hostId(),
                seats,
                sequence,
                lobby.settings().capacity(),
                state);
    }

    private static Participant participant(Seat seat) {
        return new Participant(
                seat.id(),
                seat.name(),
                seat.participationMode(),
                false,
                Optional.empty(),
                Properties.none(PropertyScope.PARTICIPANT),
                seat.joinedAt());
    }
}
