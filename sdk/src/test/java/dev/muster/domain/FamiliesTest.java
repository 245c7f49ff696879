package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sealed family and its {@code Cases} say the same: one method for each record, named after it and taking it. */
class FamiliesTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                LifecycleCommand.class,
                MembershipCommand.class,
                ParticipantCommand.class,
                ActivityCommand.class,
                LifecycleEvent.class,
                MembershipEvent.class,
                ParticipantEvent.class,
                ActivityEvent.class
            })
    void everyRecordOfAFamilyHasItsOwnCase(Class<?> family) {
        Class<?> cases = Stream.of(family.getDeclaredClasses())
                .filter(nested -> nested.getSimpleName().equals("Cases"))
                .findFirst()
                .orElseThrow();

        Map<String, List<Class<?>>> byMethod = Stream.of(cases.getDeclaredMethods())
                .collect(Collectors.toMap(
                        Method::getName, method -> List.of(method.getParameterTypes()), (a, b) -> a, TreeMap::new));
        Map<String, List<Class<?>>> byRecord = Families.leaves(family).stream()
                .collect(Collectors.toMap(FamiliesTest::caseOf, List::of, (a, b) -> a, TreeMap::new));

        assertEquals(byRecord, byMethod);
        assertEquals(Families.leaves(family).size(), cases.getDeclaredMethods().length);
        assertTrue(Families.leaves(family).stream().allMatch(Class::isRecord));
    }

    @Test
    void theFamiliesTogetherAreAllCommandsAndAllEvents() {
        assertEquals(37, Families.leaves(DomainCommand.class).size());
        assertEquals(30, Families.leaves(LoggedEvent.class).size());
        assertEquals(32, Families.leaves(DomainEvent.class).size());
    }

    @Test
    void everyKindOfValueHasItsOwnCase() {
        assertEquals(6, Families.leaves(Value.class).size());
        assertEquals(6, Value.Cases.class.getDeclaredMethods().length);
    }

    private static String caseOf(Class<?> leaf) {
        String name = leaf.getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
