package dev.muster.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** The rules of the house about packages, by name. A rule about a package that does not exist yet holds. */
final class ArchitectureRules {
    /** The packages that get time, randomness and bytes as arguments and never fetch them. */
    static final List<String> SANS_IO = List.of("domain", "p2p", "link");

    private static final String ROOT = "dev.muster";

    /** For each guarded library, by its package, the only package of ours that may use it. */
    private static final Map<String, String> OWNER_BY_LIBRARY = Map.of(
            "dev.onvoid.webrtc", "webrtc",
            "org.java_websocket", "signalling",
            "com.fasterxml.jackson", "wire");

    private static final Set<String> SYSTEM =
            Set.of("java.lang.System", "java.lang.Runtime", "java.lang.ProcessBuilder", "java.lang.ProcessHandle");

    /** What is answered otherwise on another machine, whoever is asked. */
    private static final Set<String> SYSTEM_QUESTIONS =
            Set.of("getResource", "getResourceAsStream", "getSystemResource", "systemDefault", "defaultCharset");

    private static final Set<String> SYSTEM_DEFAULTS = Set.of(
            "java.util.Locale.getDefault()",
            "java.util.Locale.getDefault(java.util.Locale$Category)",
            "java.util.TimeZone.getDefault()");

    private static final String WHY_SANS_IO =
            "one JVM must be able to run a thousand sessions from one seed, so the world comes in as arguments";

    private ArchitectureRules() {}

    static Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new TreeMap<>();
        rules.put("every package is on the map", everyPackageIsOnTheMap());
        for (String name : PackageMap.packages()) {
            rules.put(name + " imports only what the map allows", importsOnlyWhatTheMapAllows(name));
        }
        OWNER_BY_LIBRARY.forEach(
                (library, owner) -> rules.put("only " + owner + " uses " + library, owns(owner, library)));
        rules.put("no clock", sansIo(accessTargetWhere(readsAClock()).or(dependOnClassesThat(clocks()))));
        rules.put("no system", sansIo(accessTargetWhere(reachesTheSystem())));
        rules.put("no dice", sansIo(accessTargetWhere(throwsDice()).or(dependOnClassesThat(dice()))));
        rules.put("no thread", sansIo(dependOnClassesThat(threads()).or(accessTargetWhere(handsToOtherThreads()))));
        rules.put("no waiting", sansIo(accessTargetWhere(waits())));
        rules.put("no synchronized method", noSynchronizedMethod());
        rules.put("no file and no socket", sansIo(dependOnClassesThat(filesAndSockets())));
        return rules;
    }

    private static ArchRule everyPackageIsOnTheMap() {
        return classes()
                .that(resideInAPackage(ROOT + ".."))
                .should()
                .resideInAnyPackage(trees(PackageMap.packages()))
                .because("a package that is not on the map has no rules")
                .allowEmptyShould(true);
    }

    private static ArchRule importsOnlyWhatTheMapAllows(String name) {
        DescribedPredicate<JavaClass> ours = resideInAPackage(ROOT + "..");
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(trees(PackageMap.importableFrom(name)));
        return noClasses()
                .that(resideInAPackage(tree(name)))
                .should()
                .dependOnClassesThat(ours.and(DescribedPredicate.not(allowed)))
                .allowEmptyShould(true);
    }

    private static ArchRule owns(String owner, String library) {
        return noClasses()
                .that(resideInAPackage(ROOT + ".."))
                .and()
                .resideOutsideOfPackages(tree(owner), library + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(library + ".."))
                .because("everything else stays free of it")
                .allowEmptyShould(true);
    }

    private static ArchRule noSynchronizedMethod() {
        return noMethods()
                .that()
                .areDeclaredInClassesThat(resideInAnyPackage(trees(SANS_IO)))
                .should()
                .haveModifier(SYNCHRONIZED)
                .because(WHY_SANS_IO)
                .allowEmptyShould(true);
    }

    private static ArchRule sansIo(ArchCondition<JavaClass> forbidden) {
        return noClasses()
                .that(resideInAnyPackage(trees(SANS_IO)))
                .should(forbidden)
                .because(WHY_SANS_IO)
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaAccess<?>> readsAClock() {
        return describe(
                "read a clock of java.time",
                access -> access.getTargetOwner().getPackageName().startsWith("java.time")
                        && access.getTarget().getName().equals("now"));
    }

    private static DescribedPredicate<JavaClass> clocks() {
        return named(
                "java.time.Clock",
                "java.time.InstantSource",
                "java.util.Date",
                "java.util.Calendar",
                "java.util.GregorianCalendar",
                "java.util.Timer");
    }

    /** {@code System} is clock, console and environment in one; only copying arrays is harmless. */
    private static DescribedPredicate<JavaAccess<?>> reachesTheSystem() {
        return describe(
                "ask the system",
                access -> (SYSTEM.contains(access.getTargetOwner().getName())
                                && !access.getTarget().getName().equals("arraycopy"))
                        || SYSTEM_QUESTIONS.contains(access.getTarget().getName())
                        || SYSTEM_DEFAULTS.contains(access.getTarget().getFullName()));
    }

    private static DescribedPredicate<JavaAccess<?>> throwsDice() {
        Set<String> dice = Set.of(
                "java.util.UUID.randomUUID()",
                "java.lang.Math.random()",
                "java.lang.StrictMath.random()",
                "java.util.Collections.shuffle(java.util.List)",
                "java.util.SplittableRandom.<init>()",
                "java.util.random.RandomGenerator.getDefault()",
                "java.util.random.RandomGenerator.of(java.lang.String)");
        return describe(
                "throw dice of its own",
                access -> dice.contains(access.getTarget().getFullName()));
    }

    /** All of {@code java.security} that makes something up, by the classes that do. */
    private static DescribedPredicate<JavaClass> dice() {
        return named(
                "java.security.KeyPairGenerator",
                "javax.crypto.KeyGenerator",
                "java.util.Random",
                "java.security.SecureRandom",
                "java.util.random.RandomGeneratorFactory",
                "java.util.concurrent.ThreadLocalRandom");
    }

    private static DescribedPredicate<JavaClass> threads() {
        return named("java.lang.Thread", "java.lang.ThreadLocal", "java.lang.ThreadGroup", "java.util.TimerTask")
                .or(resideInAPackage("java.util.concurrent.."));
    }

    private static DescribedPredicate<JavaAccess<?>> handsToOtherThreads() {
        return describe(
                "hand work to other threads",
                access -> Set.of("parallelStream", "parallel", "parallelPrefix", "parallelSetAll", "parallelSort")
                        .contains(access.getTarget().getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> waits() {
        Set<String> monitor = Set.of("wait", "notify", "notifyAll");
        return describe(
                "wait on a monitor",
                access -> access.getTargetOwner().isEquivalentTo(Object.class)
                        && monitor.contains(access.getTarget().getName()));
    }

    private static DescribedPredicate<JavaClass> filesAndSockets() {
        DescribedPredicate<JavaClass> packages = resideInAnyPackage(
                "java.nio.channels..",
                "java.nio.file..",
                "java.net..",
                "javax.net..",
                "java.util.logging..",
                "java.util.zip..",
                "java.util.jar..");
        return packages.and(DescribedPredicate.not(named("java.net.URI")))
                .or(describe(
                        "are files or consoles",
                        type -> type.getName().matches("java\\.io\\.(File.*|RandomAccessFile|Console|Print.*)")));
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        Set<String> wanted = Set.of(names);
        return describe("are one of " + String.join(", ", names), type -> wanted.contains(type.getName()));
    }

    private static String tree(String name) {
        return ROOT + "." + name + "..";
    }

    private static String[] trees(Iterable<String> names) {
        return StreamSupport.stream(names.spliterator(), false)
                .map(ArchitectureRules::tree)
                .toArray(String[]::new);
    }
}
