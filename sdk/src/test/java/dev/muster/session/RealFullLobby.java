package dev.muster.session;

import static dev.muster.domain.LobbyLimits.ACTIVITY_CONFIG_WEIGHT_MAX;
import static dev.muster.domain.LobbyLimits.ACTIVITY_NAME_CODE_POINTS_MAX;
import static dev.muster.domain.LobbyLimits.ACTIVITY_TYPE_CHARS_MAX;
import static dev.muster.domain.LobbyLimits.BANS_MAX;
import static dev.muster.domain.LobbyLimits.CAPACITY_MAX;
import static dev.muster.domain.LobbyLimits.CHAT_CODE_POINTS_MAX;
import static dev.muster.domain.LobbyLimits.CHAT_HISTORY_MAX;
import static dev.muster.domain.LobbyLimits.CHAT_PER_PERSON_MAX;
import static dev.muster.domain.LobbyLimits.HISTORY_MAX;
import static dev.muster.domain.LobbyLimits.LEADERBOARD_MAX;
import static dev.muster.domain.LobbyLimits.LOBBY_PROPERTIES_MAX;
import static dev.muster.domain.LobbyLimits.LOBBY_PROPERTY_WEIGHT_MAX;
import static dev.muster.domain.LobbyLimits.NAME_CODE_POINTS_MAX;
import static dev.muster.domain.LobbyLimits.PARTICIPANT_PROPERTIES_MAX;
import static dev.muster.domain.LobbyLimits.PARTICIPANT_PROPERTY_WEIGHT_MAX;
import static dev.muster.domain.LobbyLimits.PROPERTY_KEY_CHARS_MAX;
import static dev.muster.domain.LobbyLimits.QUEUE_MAX;
import static dev.muster.domain.LobbyLimits.RESULT_DATA_WEIGHT_MAX;
import static dev.muster.domain.LobbyLimits.TEAMS_MAX;

import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.ActivityConfig;
import dev.muster.domain.ActivityId;
import dev.muster.domain.ActivityType;
import dev.muster.domain.CommandFailed;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.DomainEvent;
import dev.muster.domain.LifecycleCommand.RenameLobby;
import dev.muster.domain.LifecycleCommand.SetLobbyProperty;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LobbySettings;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.Name;
import dev.muster.domain.ParticipantCommand.ChooseTeam;
import dev.muster.domain.ParticipantCommand.RenameParticipant;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantCommand.SetParticipantProperty;
import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.Property;
import dev.muster.domain.PropertyAccess;
import dev.muster.domain.RefusalCode;
import dev.muster.domain.RunId;
import dev.muster.domain.Sender;
import dev.muster.domain.Submission;
import dev.muster.domain.TeamChoice;
import dev.muster.domain.Value;
import dev.muster.wire.LobbyJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Fills the lobby of a host up to every bound, by nothing but commands: of the host, and in the name of people who have
 * no process. Every text is of letters that take four bytes.
 */
final class RealFullLobby {
    static final int BATCH = 1_000;
    static final int QUEUE = 10_000;

    /** What is played in it. Every result is as large as a result can be. */
    static final ActivityType ACTIVITY = new ActivityType() {
        @Override
        public String id() {
            return "t".repeat(ACTIVITY_TYPE_CHARS_MAX);
        }

        @Override
        public Optional<Integer> score(Value config, Value data) {
            return Optional.of(1_000_000);
        }
    };

    private static final String LETTER = "\uD835\uDC00";
    private static final int STAYING = 0;
    private static final int LEAVING = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SessionLoop loop;
    private final LobbyId id;
    private final Sender host;
    private int activities;

    RealFullLobby(SessionLoop loop) {
        this.loop = loop;
        this.id = loop.lobbyId();
        this.host = Sender.person(loop.localParticipantId());
    }

    static LobbySettings settings() {
        List<Name> teams = IntStream.range(0, TEAMS_MAX)
                .mapToObj(number -> Name.of(name(number)))
                .toList();
        return LobbySettings.DEFAULT.withCapacity(CAPACITY_MAX).withTeams(teams, TeamChoice.PLAYERS);
    }

    /** {@return how many bytes the lobby is when it is written down} */
    int fill() throws InterruptedException {
        leaveBansAndScoresBehind();
        people().forEach(this::settleIn);
        done();
        chat(0, CHAT_HISTORY_MAX / 2);
        for (int i = 0; i < HISTORY_MAX; i++) {
            play(STAYING, CAPACITY_MAX);
        }
        play(STAYING, CAPACITY_MAX - 1); // It goes on, since one has not handed in.
        for (int i = 0; i < QUEUE_MAX; i++) {
            submit(host, new QueueActivity(id, activity()));
        }
        for (int i = 0; i < LOBBY_PROPERTIES_MAX; i++) {
            var property = new Property(key(i), heavy(LOBBY_PROPERTY_WEIGHT_MAX), PropertyAccess.EVERYONE);
            submit(host, new SetLobbyProperty(id, property));
        }
        people().forEach(one -> submit(Sender.person(one), new SetReady(id, one, true)));
        done();
        chat(CHAT_HISTORY_MAX / 2, CHAT_HISTORY_MAX);
        requireFull();
        return LobbyJson.encode(lobby().contents()).length;
    }

    /**
     * One of those without a process goes, so that one with a process can have the place.
     *
     * @return who
     */
    ParticipantId makeRoom() throws InterruptedException {
        ParticipantId goes = people().stream()
                .filter(one -> lobby().participant(one).isPresent())
                .findFirst()
                .orElseThrow();
        submit(Sender.person(goes), new LeaveLobby(id, goes));
        done();
        return goes;
    }

    private void leaveBansAndScoresBehind() throws InterruptedException {
        submit(host, new RenameLobby(id, name(1)));
        submit(host, new RenameParticipant(id, loop.localParticipantId(), name(STAYING)));
        for (int first = 0; first < BANS_MAX; first += CAPACITY_MAX - 1) {
            int count = Math.min(CAPACITY_MAX - 1, BANS_MAX - first);
            List<ParticipantId> here = persons(LEAVING + first, count);
            for (int i = 0; i < count; i++) {
                submit(Sender.person(here.get(i)), new JoinLobby(id, name(LEAVING + first + i)));
            }
            if (first < LEADERBOARD_MAX) {
                play(LEAVING + first, CAPACITY_MAX);
            }
            here.forEach(one -> submit(host, new KickGuest(id, loop.localParticipantId(), one, true)));
            done();
        }
        for (ParticipantId one : people()) {
            submit(Sender.person(one), new JoinLobby(id, name(1 + people().indexOf(one))));
        }
        done();
    }

    private void settleIn(ParticipantId one) {
        submit(Sender.person(one), new ChooseTeam(id, one, Optional.of(name(0))));
        for (int i = 0; i < PARTICIPANT_PROPERTIES_MAX; i++) {
            Value value = heavy(PARTICIPANT_PROPERTY_WEIGHT_MAX);
            submit(Sender.person(one), new SetParticipantProperty(id, one, key(i), value));
        }
    }

    /** A run with everybody, of whom so many hand in: those without a process first, and the host last. */
    private void play(int firstPerson, int submitters) throws InterruptedException {
        submit(host, new QueueActivity(id, activity()));
        submit(host, new StartNextRun(id));
        done();
        RunId run = lobby().run().orElseThrow().start().id();
        persons(firstPerson, CAPACITY_MAX - 1).forEach(one -> handIn(run, one));
        if (submitters == CAPACITY_MAX) {
            handIn(run, loop.localParticipantId());
        }
        done();
    }

    private void handIn(RunId run, ParticipantId one) {
        submit(Sender.person(one), new SubmitResult(id, run, one, heavy(RESULT_DATA_WEIGHT_MAX)));
    }

    /** Nobody may say much at once, so that a full chat takes more than one window of time. */
    private void chat(int from, int to) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int number = from;
        while (number < to) {
            ParticipantId one = people().get(number / CHAT_PER_PERSON_MAX);
            submit(Sender.person(one), new SendChat(id, one, LETTER.repeat(CHAT_CODE_POINTS_MAX)));
            number += handle().isEmpty() ? 1 : 0;
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the chat never has room for message " + number);
            }
        }
    }

    /** Lets everything happen that was submitted. */
    private void done() throws InterruptedException {
        Optional<CommandFailed> failed = handle();
        if (failed.isPresent()) {
            throw new IllegalStateException(failed.get().toString());
        }
    }

    /** {@return what was refused, if anything was; being too fast costs a moment} */
    private Optional<CommandFailed> handle() throws InterruptedException {
        var heard = new ArrayList<DomainEvent>();
        do {
            loop.poll();
            heard.addAll(loop.domain().drainEvents());
        } while (loop.domain().hasWaiting());
        Optional<CommandFailed> failed = heard.stream()
                .filter(CommandFailed.class::isInstance)
                .map(CommandFailed.class::cast)
                .findFirst();
        if (failed.filter(one -> one.refusal().code() == RefusalCode.TOO_FAST).isPresent()) {
            loop.awaitWork(SessionLoop.POLL_INTERVAL);
        }
        return failed;
    }

    private void submit(Sender sender, DomainCommand command) {
        if (loop.domain().submit(sender, command) instanceof Submission.Refused refused) {
            throw new IllegalStateException(refused.refusal().sentence());
        }
    }

    private void requireFull() {
        Lobby lobby = lobby();
        List<Integer> counts = List.of(
                lobby.participants().size(),
                lobby.bans().size(),
                lobby.properties().all().size(),
                lobby.chat().messages().size(),
                lobby.queue().size(),
                lobby.history().size(),
                lobby.leaderboard().size(),
                lobby.run().orElseThrow().required().size());
        List<Integer> bounds = List.of(
                CAPACITY_MAX,
                BANS_MAX,
                LOBBY_PROPERTIES_MAX,
                CHAT_HISTORY_MAX,
                QUEUE_MAX,
                HISTORY_MAX,
                LEADERBOARD_MAX,
                CAPACITY_MAX);
        if (!counts.equals(bounds)) {
            throw new IllegalStateException("the lobby is not full: " + counts + " of " + bounds);
        }
    }

    private Lobby lobby() {
        return loop.domain().lobby(id).orElseThrow();
    }

    private ActivityConfig activity() {
        return new ActivityConfig(
                new ActivityId(new UUID(1, activities++)),
                ACTIVITY.id(),
                LETTER.repeat(ACTIVITY_NAME_CODE_POINTS_MAX),
                heavy(ACTIVITY_CONFIG_WEIGHT_MAX));
    }

    /** Those who stay. */
    private static List<ParticipantId> people() {
        return persons(STAYING, CAPACITY_MAX - 1);
    }

    private static List<ParticipantId> persons(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> new ParticipantId(new UUID(2, number)))
                .toList();
    }

    private static String name(int number) {
        String digits = String.format("%04d", number);
        return LETTER.repeat(NAME_CODE_POINTS_MAX - digits.length()) + digits;
    }

    private static String key(int number) {
        return String.format("%0" + PROPERTY_KEY_CHARS_MAX + "d", number);
    }

    private static Value heavy(int weight) {
        return Value.of("x".repeat(weight - Value.of("").weight()));
    }
}
