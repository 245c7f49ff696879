package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.LifecycleCommand.ChangePassword;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A lobby to tell stories about: who joins, what they want, what comes of it. Time passes when the story says so.
 *
 * <p>Beside the lobby stands a copy, as a guest has it: it folds every event, is then written down and read back, and
 * must be the same lobby after every step.
 */
final class TestLobby {
    static final LobbyId ID = new LobbyId(new UUID(0, 1));

    private final Rulebook rulebook;
    private final List<LoggedEvent> log = new ArrayList<>();
    private Lobby lobby;
    private Lobby copy;
    private LobbyTime now = LobbyTime.ZERO;
    private long lastId;

    private TestLobby(Lobby lobby, ActivityTypes types) {
        this.rulebook = new Rulebook(types);
        this.lobby = lobby;
        this.copy = Lobby.of(lobby.contents());
    }

    /** An open lobby with its host alone in it. */
    static TestLobby hostedBy(String host) {
        return hostedBy(host, LobbySettings.DEFAULT);
    }

    static TestLobby hostedBy(String host, LobbySettings settings) {
        return hostedBy(host, settings, new EchoChallenge());
    }

    static TestLobby hostedBy(String host, LobbySettings settings, ActivityType... types) {
        ActivityTypes known = ActivityTypes.of(types);
        var create = new CreateLobby(ID, "Friday night", host, settings);
        Decision decision = new Rulebook(known)
                .decide(Optional.empty(), create, Sender.person(person(host)), LobbyTime.ZERO, () -> new UUID(9, 9));
        var created = (LobbyCreated) decision.events().get(0);
        var story = new TestLobby(Lobby.created(created), known);
        story.log.add(created);
        return story;
    }

    /** A lobby that stands as {@code contents} say. */
    static TestLobby standing(LobbyContents contents) {
        return new TestLobby(Lobby.of(contents), ActivityTypes.of(new EchoChallenge()));
    }

    /** This lobby, with as many people banned as can be but for {@code room}. Telling it one by one would take long. */
    TestLobby withBansButFor(int room) {
        List<Ban> bans = IntStream.range(room, LobbyLimits.BANS_MAX)
                .mapToObj(i -> new Ban(person("Troll " + i), Name.of("Troll " + i)))
                .toList();
        return standing(ChangedContents.with(lobby.contents(), "bans", bans));
    }

    /** The same name, the same person. */
    static ParticipantId person(String name) {
        return new ParticipantId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** Somebody who has proved to know {@code password}. */
    static Sender knowing(ParticipantId id, String password) {
        return new Sender.Person(id, Optional.of(lock(password).key()));
    }

    static PasswordLock lock(String password) {
        String digits = String.format("%064x", password.hashCode() & 0xFFFF_FFFFL);
        return new PasswordLock("ab".repeat(16), PasswordLock.ROUNDS_MIN, new PasswordKey(digits));
    }

    Lobby lobby() {
        return lobby;
    }

    LobbyTime now() {
        return now;
    }

    /** Every event so far. */
    List<LoggedEvent> log() {
        return List.copyOf(log);
    }

    ParticipantId host() {
        return lobby.hostId();
    }

    Participant participant(ParticipantId id) {
        return lobby.participant(id).orElseThrow();
    }

    ActivityRun run() {
        return lobby.run().orElseThrow();
    }

    /** Names from the longest in the lobby to the newest. */
    List<String> names() {
        return lobby.participants().stream().map(one -> one.name().value()).toList();
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    /** What the clock brings about now. */
    List<LoggedEvent> tick() {
        return follow(rulebook.tick(lobby, now, this::nextId));
    }

    /** The decision alone; nothing happens. */
    Decision decide(Sender sender, DomainCommand command) {
        return rulebook.decide(Optional.of(lobby), command, sender, now, this::nextId);
    }

    List<LoggedEvent> accepts(ParticipantId sender, DomainCommand command) {
        return accepts(Sender.person(sender), command);
    }

    List<LoggedEvent> accepts(Sender sender, DomainCommand command) {
        Decision decision = decide(sender, command);
        decision.refusal().ifPresent(refusal -> fail(command + " was refused: " + refusal));
        assertTrue(
                decision.events().size() <= DomainLoop.EVENTS_PER_DECISION_MAX,
                () -> "more events than the loop keeps room for: " + decision.events());
        return follow(decision.events());
    }

    Refusal refuses(ParticipantId sender, DomainCommand command, RefusalCode why) {
        return refuses(Sender.person(sender), command, why);
    }

    Refusal refuses(Sender sender, DomainCommand command, RefusalCode why) {
        Decision decision = decide(sender, command);
        Refusal refusal = decision.refusal().orElseGet(() -> fail(command + " was accepted: " + decision.events()));
        assertEquals(why, refusal.code(), refusal::sentence);
        assertTrue(refusal.sentence().endsWith("."), () -> "no sentence: " + refusal.sentence());
        assertEquals(List.of(), decision.events());
        return refusal;
    }

    ParticipantId join(String name) {
        accepts(person(name), new JoinLobby(ID, name));
        return person(name);
    }

    /** Changes between playing and watching. */
    void toggle(ParticipantId who) {
        accepts(who, new ToggleParticipationMode(ID, who, who));
    }

    /** The host puts an echo challenge at the end of the queue. */
    ActivityId queueEcho(String prompt) {
        ActivityConfig challenge = EchoChallenge.challenge(new ActivityId(nextId()), prompt);
        accepts(host(), new QueueActivity(ID, challenge));
        return challenge.id();
    }

    /** The host starts what is first in the queue. */
    RunId start() {
        accepts(host(), new StartNextRun(ID));
        return run().id();
    }

    /** The host queues an echo challenge and starts it. */
    RunId startEcho(String prompt) {
        queueEcho(prompt);
        return start();
    }

    List<LoggedEvent> submit(ParticipantId who, String response) {
        return accepts(who, new SubmitResult(ID, run().id(), who, EchoChallenge.response(response)));
    }

    void lockWith(String password) {
        accepts(host(), new ChangePassword(ID, Optional.of(lock(password))));
    }

    /** Something that happened elsewhere. */
    void happens(LoggedEvent event) {
        follow(List.of(event));
    }

    private List<LoggedEvent> follow(List<LoggedEvent> events) {
        for (LoggedEvent event : events) {
            lobby = lobby.apply(event);
            copy = Lobby.of(copy.apply(event).contents());
            log.add(event);
            assertEquals(lobby.contents(), copy.contents(), () -> "the copy went astray at " + event);
            assertEquals(lobby, copy);
            assertEquals(lobby.hashCode(), copy.hashCode());
        }
        return events;
    }

    UUID nextId() {
        return new UUID(7, ++lastId);
    }
}
