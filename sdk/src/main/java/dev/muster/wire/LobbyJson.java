package dev.muster.wire;

import dev.muster.domain.DomainCommand;
import dev.muster.domain.LobbyContents;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LoggedEvent;
import dev.muster.wire.RecordForm.Shape;
import java.util.function.UnaryOperator;

/**
 * Lobbies, events and commands as JSON in UTF-8. What was written is read back as an equal value; and any other bytes
 * give a {@link Decoded.Rejected}, never an exception: a field missing or too many, twice the same, a number that is
 * none, a text that is no UTF-8, a value that the lobby's own types refuse.
 *
 * <p>An event is an object with its {@code type} first. It does not name its lobby, because it always travels in an
 * envelope that does. A command is an object whose only field is the command's name.
 */
public final class LobbyJson {
    /** An event is never longer. The longest ends a run of 64 people whose results are as large as they can be. */
    public static final int EVENT_BYTES_MAX = 256 * 1024;

    /** A command is never longer. */
    public static final int COMMAND_BYTES_MAX = 64 * 1024;

    /** A lobby is never longer, with every bound full. */
    public static final int CONTENTS_BYTES_MAX = 4 * 1024 * 1024;

    private static final int NESTING_MAX = 32;

    private static final LobbyForms FORMS = new LobbyForms();
    private static final RecordForm<LobbyContents> CONTENTS = FORMS.record(LobbyContents.class, Shape.PLAIN);
    private static final Shape EVENT = new Shape(1, true, false);
    private static final Family<LoggedEvent> EVENTS =
            new Family<>(LoggedEvent.class, ScalarForms::snakeCase, type -> FORMS.record(type, EVENT));
    private static final Family<DomainCommand> COMMANDS =
            new Family<>(DomainCommand.class, UnaryOperator.identity(), type -> FORMS.record(type, Shape.PLAIN));

    private LobbyJson() {}

    /** The event without the id of its lobby. */
    public static byte[] encode(LoggedEvent event) {
        return JsonBytes.written(out -> {
            out.writeStartObject();
            out.writeStringField("type", EVENTS.nameOf(event));
            EVENTS.formOf(event).writeFields((Record) event, out);
            out.writeEndObject();
        });
    }

    /** The event of that lobby in these bytes. */
    public static Decoded<LoggedEvent> decodeEvent(LobbyId lobby, byte[] bytes) {
        return eventIn(lobby, bytes);
    }

    /** The event of that lobby in this value. */
    public static Decoded<LoggedEvent> decodeEvent(LobbyId lobby, RawJson value) {
        return eventIn(lobby, value.bytes());
    }

    private static Decoded<LoggedEvent> eventIn(LobbyId lobby, byte[] bytes) {
        return JsonBytes.decoded(bytes, EVENT_BYTES_MAX, NESTING_MAX, in -> {
            String name = in.ahead(RecordForm.TYPE);
            return (LoggedEvent) EVENTS.form(name).read(in, lobby);
        });
    }

    public static byte[] encode(DomainCommand command) {
        return JsonBytes.written(out -> {
            out.writeStartObject();
            out.writeFieldName(COMMANDS.nameOf(command));
            COMMANDS.formOf(command).write((Record) command, out);
            out.writeEndObject();
        });
    }

    public static Decoded<DomainCommand> decodeCommand(byte[] bytes) {
        return JsonBytes.decoded(bytes, COMMAND_BYTES_MAX, NESTING_MAX, LobbyJson::command);
    }

    public static byte[] encode(LobbyContents contents) {
        return JsonBytes.written(out -> CONTENTS.write(contents, out));
    }

    /** What somebody says a lobby is; whether it is one, {@link dev.muster.domain.Lobby#of} finds out. */
    public static Decoded<LobbyContents> decodeContents(byte[] bytes) {
        return JsonBytes.decoded(bytes, CONTENTS_BYTES_MAX, NESTING_MAX, CONTENTS::read);
    }

    private static DomainCommand command(JsonReader in) {
        in.openObject();
        if (in.nextField()) {
            DomainCommand command = (DomainCommand) COMMANDS.form(in.name()).read(in);
            if (!in.nextField()) {
                return command;
            }
        }
        throw new IllegalArgumentException("an object with one field is expected, the name of a command");
    }
}
