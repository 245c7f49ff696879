package dev.muster.wire;

import dev.muster.domain.ActivityId;
import dev.muster.domain.ActivityResult;
import dev.muster.domain.ActivityRun;
import dev.muster.domain.DelegationReason;
import dev.muster.domain.LobbyId;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.Name;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.PasswordKey;
import dev.muster.domain.Properties;
import dev.muster.domain.Property;
import dev.muster.domain.PropertyScope;
import dev.muster.domain.RunId;
import dev.muster.domain.RunStart;
import dev.muster.domain.Value;
import dev.muster.wire.RecordForm.Shape;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The forms of everything that stands in lobbies, events and commands. A record gets its form from its components, so
 * what is added to one is written and read without a word here.
 */
final class LobbyForms {
    /** No list in a lobby, an event or a command is longer; many are shorter, and their owners see to that. */
    private static final int ITEMS_MAX = 1_024;

    private final Map<Type, JsonForm<?>> forms = new HashMap<>();

    LobbyForms() {
        forms.put(boolean.class, ScalarForms.BOOL);
        forms.put(int.class, ScalarForms.INT);
        forms.put(Integer.class, ScalarForms.INT);
        forms.put(long.class, ScalarForms.LONG);
        forms.put(String.class, ScalarForms.TEXT);
        forms.put(Duration.class, ScalarForms.DURATION);
        forms.put(LobbyTime.class, ScalarForms.LOBBY_TIME);
        forms.put(Name.class, ScalarForms.NAME);
        forms.put(Value.class, new ValueForm());
        forms.put(LobbyId.class, ScalarForms.mapped(ScalarForms.ID, LobbyId::value, LobbyId::new));
        forms.put(ParticipantId.class, ScalarForms.mapped(ScalarForms.ID, ParticipantId::value, ParticipantId::new));
        forms.put(ActivityId.class, ScalarForms.mapped(ScalarForms.ID, ActivityId::value, ActivityId::new));
        forms.put(RunId.class, ScalarForms.mapped(ScalarForms.ID, RunId::value, RunId::new));
        forms.put(PasswordKey.class, ScalarForms.mapped(ScalarForms.TEXT, PasswordKey::hex, PasswordKey::new));
        forms.put(DelegationReason.class, ScalarForms.constants(DelegationReason.class, ScalarForms::lowerCase));
        forms.put(
                ActivityRun.class,
                ScalarForms.mapped(record(RunContents.class, Shape.PLAIN), RunContents::of, RunContents::run));
        forms.put(Properties.class, properties());
    }

    <R extends Record> RecordForm<R> record(Class<R> type, Shape shape) {
        return new RecordForm<>(type, component -> of(component.getGenericType()), shape);
    }

    JsonForm<?> of(Type type) {
        JsonForm<?> known = forms.get(type);
        if (known != null) {
            return known;
        }
        JsonForm<?> made = make(type);
        forms.put(type, made);
        return made;
    }

    private JsonForm<?> make(Type type) {
        if (type instanceof ParameterizedType generic) {
            JsonForm<?> element = of(generic.getActualTypeArguments()[0]);
            return generic.getRawType() == Optional.class
                    ? RecordForm.optional(element)
                    : RecordForm.list(element, ITEMS_MAX);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return record(plain.asSubclass(Record.class), Shape.PLAIN);
        }
        if (plain.isEnum()) {
            return constants(plain);
        }
        throw new IllegalStateException("there is no form for " + type + "; add one here");
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // The class was seen to be an enum.
    private static JsonForm<?> constants(Class<?> type) {
        return ScalarForms.constants((Class<? extends Enum>) type, ScalarForms::pascalCase);
    }

    @SuppressWarnings("unchecked") // The form of a list of properties, found by a type that says so.
    private JsonForm<Properties> properties() {
        JsonForm<Property> property = (JsonForm<Property>) of(Property.class);
        return ScalarForms.mapped(
                RecordForm.list(property, ITEMS_MAX),
                Properties::all,
                all -> Properties.of(PropertyScope.PARTICIPANT, all));
    }

    /** A run laid out in its parts. */
    record RunContents(RunStart start, List<ParticipantId> required, List<ActivityResult> results) {
        static RunContents of(ActivityRun run) {
            return new RunContents(run.start(), run.required(), run.results());
        }

        ActivityRun run() {
            return ActivityRun.of(start, required, results);
        }
    }
}
