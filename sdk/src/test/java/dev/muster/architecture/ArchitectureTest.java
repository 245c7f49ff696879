package dev.muster.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the SDK's own classes against the rules; {@link PlantedOffencesTest} proves that the rules can fail. */
class ArchitectureTest {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "muster");
    private static final JavaClasses SDK = new ClassFileImporter().importPath(CLASSES);

    static final List<String> SANS_IO = ArchitectureRules.SANS_IO;

    static Stream<Named<ArchRule>> rules() {
        return ArchitectureRules.all().entrySet().stream().map(rule -> Named.of(rule.getKey(), rule.getValue()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theSdkKeepsTheRule(ArchRule rule) {
        rule.check(SDK);
    }

    @ParameterizedTest
    @FieldSource("SANS_IO")
    void aSansIoPackageHasNoSynchronizedBlock(String name) throws IOException {
        assertEquals(List.of(), SynchronizedBlocks.below(SOURCES.resolve(name)));
    }

    /** Without this, a wrong path would make every rule hold for want of classes. */
    @Test
    void everyClassFileOfTheSdkIsLookedAt() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            long classFiles = files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .count();
            assertEquals(
                    classFiles, SDK.stream().filter(JavaClass::isFullyImported).count());
        }
    }
}
