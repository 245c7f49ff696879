package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.domain.KonnektScenario.Feature;
import dev.muster.domain.KonnektScenario.LeftOut;
import dev.muster.domain.KonnektScenario.Told;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing of the original is forgotten without a word. */
class KonnektScenariosTest {
    private static <A> Stream<A> answers(Class<A> kind) {
        return KonnektScenarios.all().stream()
                .map(KonnektScenario::answer)
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    @Test
    void thereAreAHundredAndTwelveScenarios() {
        assertEquals(112, KonnektScenarios.all().size());
        assertEquals(14, Feature.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void everyFeatureHasAllItsScenariosEachOnce(Feature feature) {
        List<String> titles = KonnektScenarios.all().stream()
                .filter(scenario -> scenario.feature() == feature)
                .map(KonnektScenario::title)
                .toList();
        assertEquals(feature.scenarios(), titles.size());
        assertEquals(titles.size(), titles.stream().distinct().count(), () -> "a title stands twice in " + titles);
    }

    @Test
    void everyScenarioThatIsToldHasItsTest() {
        answers(Told.class).forEach(told -> {
            boolean isThere = Stream.of(told.by().getDeclaredMethods())
                    .anyMatch(
                            method -> method.getName().equals(told.method()) && method.isAnnotationPresent(Test.class));
            assertTrue(
                    isThere,
                    () -> "no test " + told.method() + " in " + told.by().getSimpleName());
        });
    }

    @Test
    void everyScenarioThatIsLeftOutHasAReason() {
        answers(LeftOut.class).forEach(leftOut -> assertFalse(leftOut.why().isBlank(), leftOut::toString));
    }

    @Test
    void everyScenarioThatConcernsTheLobbyIsTold() {
        assertEquals(65, answers(Told.class).count());
        assertEquals(47, answers(LeftOut.class).count());
    }
}
