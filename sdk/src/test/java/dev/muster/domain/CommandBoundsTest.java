package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.LifecycleCommand.CreateLobby;
import dev.muster.domain.LifecycleCommand.CreateLobbyWithHost;
import dev.muster.domain.LifecycleCommand.RemoveLobbyProperty;
import dev.muster.domain.LifecycleCommand.RenameLobby;
import dev.muster.domain.LifecycleCommand.SetLobbyProperty;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.ParticipantCommand.ChooseTeam;
import dev.muster.domain.ParticipantCommand.RemoveParticipantProperty;
import dev.muster.domain.ParticipantCommand.RenameParticipant;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantCommand.SetParticipantProperty;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Commands wait in queues and stand in refusals, so none is large, whatever becomes of it. */
class CommandBoundsTest {
    private static final LobbyId LOBBY = TestLobby.ID;
    private static final ParticipantId BOB = TestLobby.person("Bob");
    private static final RunId RUN = new RunId(new UUID(5, 5));

    static final List<Function<String, DomainCommand>> WITH_TEXT = List.of(
            text -> new CreateLobby(LOBBY, text, "Host"),
            text -> new CreateLobby(LOBBY, "Lobby", text),
            text -> new CreateLobbyWithHost(LOBBY, text, Participant.admitted(BOB, Name.of("Bob"), LobbyTime.ZERO)),
            text -> new RenameLobby(LOBBY, text),
            text -> new RemoveLobbyProperty(LOBBY, text),
            text -> new JoinLobby(LOBBY, text),
            text -> new RenameParticipant(LOBBY, BOB, text),
            text -> new ChooseTeam(LOBBY, BOB, Optional.of(text)),
            text -> new SetParticipantProperty(LOBBY, BOB, text, Value.none()),
            text -> new RemoveParticipantProperty(LOBBY, BOB, text),
            text -> new SendChat(LOBBY, BOB, text));

    static final List<Function<Value, DomainCommand>> WITH_VALUE = List.of(
            value -> new SetLobbyProperty(LOBBY, new Property("key", value, PropertyAccess.HOST)),
            value -> new SetParticipantProperty(LOBBY, BOB, "key", value),
            value -> new SubmitResult(LOBBY, RUN, BOB, value));

    @ParameterizedTest
    @FieldSource("WITH_TEXT")
    void noTextIsLonger(Function<String, DomainCommand> command) {
        String longest = "x".repeat(LobbyLimits.COMMAND_TEXT_CHARS_MAX);
        assertEquals(command.apply(longest), command.apply(longest));
        var refused = assertThrows(IllegalArgumentException.class, () -> command.apply(longest + "x"));
        assertTrue(String.valueOf(refused.getMessage()).contains("4096 characters"), refused::toString);
    }

    /** It would have no form in which to be sent to the host. */
    @ParameterizedTest
    @FieldSource("WITH_TEXT")
    void noTextHasHalfACharacter(Function<String, DomainCommand> command) {
        var refused = assertThrows(IllegalArgumentException.class, () -> command.apply("\uD83D"));
        assertTrue(String.valueOf(refused.getMessage()).contains("surrogate"), refused::toString);
    }

    @ParameterizedTest
    @FieldSource("WITH_VALUE")
    void noValueIsHeavier(Function<Value, DomainCommand> command) {
        String heaviest = "x".repeat(LobbyLimits.COMMAND_VALUE_WEIGHT_MAX - Value.PART_WEIGHT);
        assertEquals(command.apply(Value.of(heaviest)), command.apply(Value.of(heaviest)));
        var refused = assertThrows(IllegalArgumentException.class, () -> command.apply(Value.of(heaviest + "x")));
        assertTrue(String.valueOf(refused.getMessage()).contains("8192 bytes"), refused::toString);
    }
}
