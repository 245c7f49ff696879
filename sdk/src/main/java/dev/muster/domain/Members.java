package dev.muster.domain;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Who is in the lobby, in the order of admission, who of them is host, and who may not come back. Immutable.
 *
 * <p>There is one host by construction: it is a field, and it names somebody who is here. Nobody is here twice, no two
 * have the same name, and nobody is both here and banned. Every method that would break this throws.
 */
final class Members {
    private final ParticipantId creator;
    private final ParticipantId host;
    private final Optional<LobbyTime> reclaimedAt;
    private final OrderedMap<ParticipantId, Participant> participants;
    private final OrderedMap<ParticipantId, Ban> bans;

    private Members(
            ParticipantId creator,
            ParticipantId host,
            Optional<LobbyTime> reclaimedAt,
            OrderedMap<ParticipantId, Participant> participants,
            OrderedMap<ParticipantId, Ban> bans) {
        if (!participants.containsKey(host)) {
            throw new IllegalArgumentException("the host is not in the lobby");
        }
        this.creator = Objects.requireNonNull(creator, "creator");
        this.host = host;
        this.reclaimedAt = Objects.requireNonNull(reclaimedAt, "reclaimedAt");
        this.participants = participants;
        this.bans = bans;
    }

    static Members foundedBy(Participant host) {
        OrderedMap<ParticipantId, Participant> alone =
                OrderedMap.<ParticipantId, Participant>empty().with(host.id(), host);
        return new Members(host.id(), host.id(), Optional.empty(), alone, OrderedMap.empty());
    }

    /** The members that {@code contents} describe, checked one by one. */
    static Members of(LobbyContents contents) {
        require(contents.participants().size() <= LobbyLimits.CAPACITY_MAX, "finds every place taken");
        require(contents.bans().size() <= LobbyLimits.BANS_MAX, "finds the list of bans full");
        OrderedMap<ParticipantId, Participant> participants = OrderedMap.of(contents.participants(), Participant::id);
        OrderedMap<ParticipantId, Ban> bans = OrderedMap.of(contents.bans(), Ban::participantId);
        var members = new Members(contents.creatorId(), contents.hostId(), contents.reclaimedAt(), participants, bans);
        members.requireDistinct(contents);
        return members;
    }

    ParticipantId creator() {
        return creator;
    }

    ParticipantId host() {
        return host;
    }

    Optional<LobbyTime> reclaimedAt() {
        return reclaimedAt;
    }

    List<Participant> all() {
        return participants.values();
    }

    List<Ban> bans() {
        return bans.values();
    }

    int count() {
        return participants.size();
    }

    boolean contains(ParticipantId id) {
        return participants.containsKey(id);
    }

    boolean isBanned(ParticipantId id) {
        return bans.containsKey(id);
    }

    boolean bansAreFull() {
        return bans.size() >= LobbyLimits.BANS_MAX;
    }

    Optional<Participant> find(ParticipantId id) {
        return participants.find(id);
    }

    Participant get(ParticipantId id) {
        return participants.get(id);
    }

    /** Whether somebody other than {@code except} is called so, or nearly so. For the one machine that decides. */
    boolean isNameTaken(Name name, ParticipantId except) {
        return participants
                .first(one -> !one.id().equals(except) && one.name().looksLike(name))
                .isPresent();
    }

    /** Whether somebody other than {@code except} has this very name. Every machine answers this alike. */
    private boolean isNameUsed(Name name, ParticipantId except) {
        return participants
                .first(one -> !one.id().equals(except) && one.name().equals(name))
                .isPresent();
    }

    /** Who becomes host when the host goes: the guest who was admitted first. */
    Optional<Participant> oldestGuest() {
        return participants.first(one -> !one.id().equals(host));
    }

    Members joined(Participant participant) {
        require(!contains(participant.id()), "is in the lobby already");
        require(!isBanned(participant.id()), "is banned");
        require(!isNameUsed(participant.name(), participant.id()), "has a name that is taken");
        require(participants.size() < LobbyLimits.CAPACITY_MAX, "finds every place taken");
        return with(participants.with(participant.id(), participant));
    }

    Members left(ParticipantId guest) {
        require(contains(guest) && !guest.equals(host), "is not a guest here");
        return with(participants.without(guest));
    }

    Members kicked(ParticipantId guest, boolean banned) {
        Members without = left(guest);
        if (!banned) {
            return without;
        }
        require(!bansAreFull(), "finds the list of bans full");
        return without.with(bans, new Ban(guest, get(guest).name()));
    }

    Members banLifted(ParticipantId id) {
        require(isBanned(id), "is not banned");
        return new Members(creator, host, reclaimedAt, participants, bans.without(id));
    }

    Members delegated(ParticipantId to, DelegationReason reason, LobbyTime at) {
        require(contains(to) && !to.equals(host), "is not a guest here");
        Optional<LobbyTime> lastReclaim = reason == DelegationReason.RECLAIMED ? Optional.of(at) : reclaimedAt;
        boolean hostIsGone = reason == DelegationReason.HOST_LEFT;
        return new Members(creator, to, lastReclaim, hostIsGone ? participants.without(host) : participants, bans);
    }

    /** The same people with one of them changed, but not renamed. */
    Members changed(Participant participant) {
        return with(participants.with(participant.id(), participant));
    }

    Members renamed(ParticipantId id, Name newName) {
        require(!isNameUsed(newName, id), "has a name that is taken");
        return changed(get(id).renamed(newName));
    }

    /** The same people, each put through {@code change}, which renames nobody. */
    Members eachChanged(UnaryOperator<Participant> change) {
        return with(participants.mapped(change));
    }

    private Members with(OrderedMap<ParticipantId, Participant> newParticipants) {
        return new Members(creator, host, reclaimedAt, newParticipants, bans);
    }

    private Members with(OrderedMap<ParticipantId, Ban> oldBans, Ban ban) {
        return new Members(creator, host, reclaimedAt, participants, oldBans.with(ban.participantId(), ban));
    }

    private void requireDistinct(LobbyContents contents) {
        require(participants.size() == contents.participants().size(), "is in the lobby twice");
        require(bans.size() == contents.bans().size(), "is banned twice");
        for (Participant participant : all()) {
            require(!isBanned(participant.id()), "is banned and in the lobby");
            require(!isNameUsed(participant.name(), participant.id()), "has a name that is taken");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("somebody " + otherwise);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Members members
                && creator.equals(members.creator)
                && host.equals(members.host)
                && reclaimedAt.equals(members.reclaimedAt)
                && participants.equals(members.participants)
                && bans.equals(members.bans);
    }

    @Override
    public int hashCode() {
        return Objects.hash(creator, host, reclaimedAt, participants, bans);
    }
}
