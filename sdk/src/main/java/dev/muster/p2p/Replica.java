package dev.muster.p2p;

import dev.muster.domain.Lobby;
import dev.muster.domain.LoggedEvent;
import dev.muster.domain.MembershipEvent;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestKicked;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.ParticipantId;
import dev.muster.identity.PublicKey;
import dev.muster.identity.SessionId;
import dev.muster.wire.Author;
import dev.muster.wire.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the log adds up to: the lobby, whose commands stand in it, and the keys of those who are in. The same on every
 * machine that is as far. Belongs to one thread.
 */
final class Replica {
    private final SessionId session;
    private final AuthorLedger authors = new AuthorLedger();
    private final Map<ParticipantId, PublicKey> keys = new LinkedHashMap<>();
    private Optional<Lobby> lobby = Optional.empty();

    /** As long as nobody comes or goes. */
    private Optional<List<PublicKey>> roster = Optional.empty();

    Replica(SessionId session) {
        this.session = session;
    }

    /** Empty before the first event or snapshot. */
    Optional<Lobby> lobby() {
        return lobby;
    }

    AuthorLedger authors() {
        return authors;
    }

    /** The keys of everybody who is in, in the order of admission. */
    List<PublicKey> roster() {
        if (roster.isEmpty()) {
            roster = Optional.of(List.copyOf(keys.values()));
        }
        return roster.get();
    }

    /** The lobby's founder, who is in without having joined. */
    void founded(Lobby created, PublicKey founder) {
        lobby = Optional.of(created);
        keys.put(idOf(founder), founder);
        roster = Optional.empty();
    }

    /** Goes on as a copy of another one. */
    void become(Replica other) {
        lobby = other.lobby;
        authors.restore(other.authors.records());
        keys.clear();
        keys.putAll(other.keys);
        roster = Optional.empty();
    }

    /** Goes on from a snapshot. */
    void restore(Lobby restored, Snapshot.State state) {
        lobby = Optional.of(restored);
        authors.restore(state.authors());
        keys.clear();
        state.roster().forEach(key -> keys.put(idOf(key), key));
        roster = Optional.empty();
    }

    /**
     * Takes the next event.
     *
     * @param after the lobby after it
     */
    void logged(LoggedEvent event, Optional<Author> author, Lobby after) {
        lobby = Optional.of(after);
        author.ifPresent(authors::logged);
        if (event instanceof MembershipEvent about) {
            comeOrGo(about, author, after);
        }
    }

    private void comeOrGo(MembershipEvent event, Optional<Author> author, Lobby after) {
        roster = Optional.empty();
        if (event instanceof GuestJoined joined) {
            // A place is always taken by the command of whoever takes it, so the author's key is the newcomer's.
            author.map(by -> by.actor().key())
                    .filter(key -> idOf(key).equals(joined.participant().id()))
                    .ifPresent(key -> keys.put(joined.participant().id(), key));
        } else if (event instanceof GuestLeft left) {
            keys.remove(left.participantId());
        } else if (event instanceof GuestKicked kicked) {
            keys.remove(kicked.participantId());
        } else if (keys.size() > after.participants().size()) {
            keys.keySet().removeIf(id -> after.participant(id).isEmpty());
        }
    }

    /** The key of somebody who is in. */
    Optional<PublicKey> keyOf(ParticipantId participant) {
        return Optional.ofNullable(keys.get(participant));
    }

    ParticipantId idOf(PublicKey key) {
        return new ParticipantId(session.participantId(key));
    }
}
