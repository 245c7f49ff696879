package dev.muster.domain;

import dev.muster.domain.LifecycleEvent.LobbyCreated;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A lobby as it stands: people, what they play, what they said. Immutable, so any thread may read it.
 *
 * <p>A lobby is always the fold of its events: {@link #created} takes the first, {@link #apply} each one that follows,
 * on the host and on every guest alike. What may happen at all is decided by {@link Rulebook}.
 *
 * <p>Guarantees of every lobby: exactly one participant is host; no two have the same name; nobody banned is in; a run
 * requires only people who are in; every collection is within {@link LobbyLimits}.
 */
public final class Lobby {
    private final LobbyId id;
    private final Name name;
    private final LobbyStatus status;
    private final LobbySettings settings;
    private final Optional<PasswordLock> password;
    private final Members members;
    private final Properties properties;
    private final Chat chat;
    private final Stage stage;

    private Lobby(
            LobbyId id,
            Name name,
            LobbyStatus status,
            LobbySettings settings,
            Optional<PasswordLock> password,
            Members members,
            Properties properties,
            Chat chat,
            Stage stage) {
        this.id = id;
        this.name = name;
        this.status = status;
        this.settings = settings;
        this.password = password;
        this.members = members;
        this.properties = properties;
        this.chat = chat;
        this.stage = stage;
    }

    /** The lobby at its first event. */
    public static Lobby created(LobbyCreated event) {
        return new Lobby(
                event.lobbyId(),
                event.name(),
                LobbyStatus.OPEN,
                event.settings(),
                event.password(),
                Members.foundedBy(event.host()),
                Properties.none(PropertyScope.LOBBY),
                Chat.EMPTY,
                Stage.EMPTY);
    }

    /**
     * The lobby that {@code contents} describe.
     *
     * @throws IllegalArgumentException where no sequence of events leads to such a lobby
     */
    public static Lobby of(LobbyContents contents) {
        var lobby = new Lobby(
                contents.id(),
                contents.name(),
                contents.status(),
                contents.settings(),
                contents.password(),
                Members.of(contents),
                Properties.of(PropertyScope.LOBBY, contents.properties()),
                Chat.of(contents.chat()),
                Stage.of(contents));
        lobby.requireConsistent();
        return lobby;
    }

    /**
     * The lobby after {@code event}.
     *
     * @throws ImpossibleEventException where the event cannot have happened to this lobby; this lobby is what it was
     */
    public Lobby apply(LoggedEvent event) {
        return EventFold.apply(this, event);
    }

    /** Everything, laid out to be written down. {@code Lobby.of(lobby.contents())} equals the lobby. */
    public LobbyContents contents() {
        return new LobbyContents(
                id,
                name,
                status,
                settings,
                password,
                members.creator(),
                members.host(),
                members.reclaimedAt(),
                members.all(),
                members.bans(),
                properties.all(),
                chat.messages(),
                stage.queue(),
                stage.countdown(),
                stage.run(),
                stage.history(),
                stage.leaderboard().entries());
    }

    public LobbyId id() {
        return id;
    }

    public Name name() {
        return name;
    }

    public LobbyStatus status() {
        return status;
    }

    public LobbySettings settings() {
        return settings;
    }

    /** What newcomers have to prove, if the lobby has a password. */
    public Optional<PasswordLock> password() {
        return password;
    }

    /** Who made the session. May have left. */
    public ParticipantId creatorId() {
        return members.creator();
    }

    public ParticipantId hostId() {
        return members.host();
    }

    public Participant host() {
        return members.get(members.host());
    }

    public boolean isHost(ParticipantId participant) {
        return members.host().equals(participant);
    }

    /** The role of somebody who is in the lobby; empty for anybody else. */
    public Optional<LobbyRole> roleOf(ParticipantId participant) {
        return members.find(participant).map(one -> isHost(one.id()) ? LobbyRole.HOST : LobbyRole.GUEST);
    }

    /** Everybody, the host included, in the order of admission. */
    public List<Participant> participants() {
        return members.all();
    }

    /** Everybody but the host, oldest first: the order in which they would become host. */
    public List<Participant> guests() {
        return participants().stream().filter(one -> !isHost(one.id())).toList();
    }

    /** Everybody who plays, in the order of admission. */
    public List<Participant> activeParticipants() {
        return participants().stream().filter(Participant::isActive).toList();
    }

    public Optional<Participant> participant(ParticipantId participant) {
        return members.find(participant);
    }

    public List<Ban> bans() {
        return members.bans();
    }

    public boolean isBanned(ParticipantId participant) {
        return members.isBanned(participant);
    }

    public Properties properties() {
        return properties;
    }

    public Chat chat() {
        return chat;
    }

    /** What is played next, and after that. */
    public List<ActivityConfig> queue() {
        return stage.queue();
    }

    public Optional<Countdown> countdown() {
        return stage.countdown();
    }

    /** The run that is in progress. */
    public Optional<ActivityRun> run() {
        return stage.run();
    }

    /** The last runs, oldest first, at most {@link LobbyLimits#HISTORY_MAX}. */
    public List<RunRecord> history() {
        return stage.history();
    }

    /** Everybody who has a result in a completed run, best first. */
    public List<LeaderboardEntry> leaderboard() {
        return stage.leaderboard().ranking();
    }

    public boolean isEnded() {
        return status == LobbyStatus.ENDED;
    }

    public boolean isFull() {
        return members.count() >= settings.capacity();
    }

    /** When {@link Rulebook#tick} has something to do next, if nothing happens before. */
    public Optional<LobbyTime> nextDeadline() {
        if (stage.run().flatMap(ActivityRun::ending).isPresent()) {
            return Optional.of(LobbyTime.ZERO);
        }
        Optional<LobbyTime> countdownEnd = stage.countdown().map(Countdown::endsAt);
        return countdownEnd.isPresent()
                ? countdownEnd
                : stage.run().flatMap(run -> run.start().deadline());
    }

    Members members() {
        return members;
    }

    Stage stage() {
        return stage;
    }

    Lobby withName(Name newName) {
        return new Lobby(id, newName, status, settings, password, members, properties, chat, stage);
    }

    Lobby withStatus(LobbyStatus newStatus) {
        return new Lobby(id, name, newStatus, settings, password, members, properties, chat, stage);
    }

    Lobby withSettings(LobbySettings newSettings) {
        return new Lobby(id, name, status, newSettings, password, members, properties, chat, stage);
    }

    Lobby withPassword(Optional<PasswordLock> newPassword) {
        return new Lobby(id, name, status, settings, newPassword, members, properties, chat, stage);
    }

    Lobby withMembers(Members newMembers) {
        return new Lobby(id, name, status, settings, password, newMembers, properties, chat, stage);
    }

    Lobby withProperties(Properties newProperties) {
        return new Lobby(id, name, status, settings, password, members, newProperties, chat, stage);
    }

    Lobby withChat(Chat newChat) {
        return new Lobby(id, name, status, settings, password, members, properties, newChat, stage);
    }

    Lobby withStage(Stage newStage) {
        return new Lobby(id, name, status, settings, password, members, properties, chat, newStage);
    }

    /** What its parts cannot check each for itself. */
    private void requireConsistent() {
        require(members.count() <= settings.capacity(), "more people than places");
        for (Participant participant : participants()) {
            require(participant.team().stream().allMatch(settings.teams()::contains), "somebody is in no such team");
        }
        require(
                stage.run().stream().flatMap(run -> run.required().stream()).allMatch(members::contains),
                "a run requires somebody who is not here");
        require(
                stage.run().stream()
                        .flatMap(run -> run.required().stream())
                        .map(members::get)
                        .allMatch(Participant::isActive),
                "a run requires somebody who watches");
        require(!isEnded() || (stage.run().isEmpty() && stage.countdown().isEmpty()), "it has ended and goes on");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("this is no lobby: " + otherwise);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lobby lobby
                && id.equals(lobby.id)
                && name.equals(lobby.name)
                && status == lobby.status
                && settings.equals(lobby.settings)
                && password.equals(lobby.password)
                && members.equals(lobby.members)
                && properties.equals(lobby.properties)
                && chat.equals(lobby.chat)
                && stage.equals(lobby.stage);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, name, status, members, stage);
    }

    @Override
    public String toString() {
        return "lobby '" + name + "', " + status + ", " + members.count() + " in";
    }
}
