package dev.muster.signalling.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which part of the server may know which other. */
class ArchitectureTest {
    private static final String ROOT = "dev.muster.signalling.server";
    private static final String[] PURE = {ROOT + ".wire", ROOT + ".rooms", ROOT + ".http", ROOT + ".frames"};

    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void thePartsThatDecideKnowNoSocketThreadClockOrEachOther() {
        for (String pure : PURE) {
            classes()
                    .that()
                    .resideInAPackage(pure)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            pure,
                            "java.lang..",
                            "java.util",
                            "java.util.function",
                            "java.util.stream",
                            "java.io",
                            "java.nio",
                            "java.nio.charset",
                            "org.jspecify..")
                    .check(SERVER);
            noClasses()
                    .that()
                    .resideInAPackage(pure)
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .dependOnClassesThat()
                    .belongToAnyOf(Thread.class)
                    .check(SERVER);
        }
    }

    @Test
    void onlyTheAdaptersKnowTheWebSocketEngine() {
        noClasses()
                .that()
                .doNotHaveSimpleName("HardenedDraft")
                .and()
                .doNotHaveSimpleName("EngineEvents")
                .and()
                .doNotHaveSimpleName("PeerSocket")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.java_websocket..")
                .check(SERVER);
    }

    @Test
    void nobodyKnowsTheCommandLineAndOnlyItKnowsItsLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".cli", "picocli..")
                .check(SERVER);
    }

    @Test
    void theServerKnowsNothingOfTheSdk() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.muster.session..", "dev.muster.domain..", "dev.muster.transport..", "dev.muster.wire..")
                .check(SERVER);
    }
}
