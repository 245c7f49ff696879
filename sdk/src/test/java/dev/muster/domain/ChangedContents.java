package dev.muster.domain;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Function;

/** Contents of a lobby with some components replaced. What comes of it may be no lobby. */
final class ChangedContents {
    private ChangedContents() {}

    /** With one component replaced, by its name. */
    static LobbyContents with(LobbyContents contents, String component, Object value) {
        return with(contents, each -> each.getName().equals(component) ? value : valueOf(each, contents));
    }

    /** With whatever {@code values} says of each component. */
    static LobbyContents with(LobbyContents contents, Function<RecordComponent, Object> values) {
        RecordComponent[] components = contents.getClass().getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return LobbyContents.class
                    .getDeclaredConstructor(types)
                    .newInstance(Arrays.stream(components).map(values).toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    static Object valueOf(RecordComponent component, LobbyContents contents) {
        try {
            return component.getAccessor().invoke(contents);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
