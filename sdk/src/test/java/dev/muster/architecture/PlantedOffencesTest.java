package dev.muster.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Compiles a small project with one offence per class and sees each caught by its rule, and by no other. */
class PlantedOffencesTest {
    /** One method body in one package, and the rules it breaks. */
    record Offence(String inPackage, String body, Set<String> broken) {
        Offence(String inPackage, String body, String... broken) {
            this(inPackage, body, Set.of(broken));
        }

        String className() {
            return "Offender" + Integer.toHexString(hashCode());
        }
    }

    static final List<Offence> OFFENCES = Stream.of(clocks(), dice(), threads(), filesAndSockets(), imports())
            .flatMap(List::stream)
            .toList();

    private static final List<String> LIBRARIES =
            List.of("dev.onvoid.webrtc", "org.java_websocket.client", "com.fasterxml.jackson.databind");

    @TempDir
    private static Path project;

    private static JavaClasses planted = new ClassFileImporter().importClasses();

    private static List<Offence> clocks() {
        return List.of(
                new Offence("domain", "return java.time.Instant.now();", "no clock"),
                new Offence("p2p", "return java.time.LocalDate.now();", "no clock"),
                new Offence("link", "java.util.function.Supplier<?> s = java.time.Instant::now; return s;", "no clock"),
                new Offence("domain", "return java.time.Clock.systemUTC();", "no clock"),
                new Offence("domain", "return new java.util.Date();", "no clock"),
                new Offence("domain", "return java.util.Calendar.getInstance();", "no clock"),
                new Offence("domain", "return java.time.InstantSource.system().millis();", "no clock"),
                new Offence("domain", "return new java.util.GregorianCalendar();", "no clock"),
                new Offence("domain", "return ProcessHandle.current();", "no system"),
                new Offence("p2p", "return java.util.Locale.getDefault();", "no system"),
                new Offence("link", "return java.time.ZoneId.systemDefault();", "no system"),
                new Offence("link", "return java.util.TimeZone.getDefault();", "no system"),
                new Offence("domain", "return String.class.getResourceAsStream(\"/lobby\");", "no system"),
                new Offence("domain.rules", "return System.nanoTime();", "no system"),
                new Offence("p2p", "return System.currentTimeMillis();", "no system"),
                new Offence("link", "java.util.function.LongSupplier s = System::nanoTime; return s;", "no system"),
                new Offence("link", "return System.getenv();", "no system"),
                new Offence("link", "return System.out;", "no system"),
                new Offence("link", "return Runtime.getRuntime();", "no system"));
    }

    private static List<Offence> dice() {
        return List.of(
                new Offence("domain", "return java.util.UUID.randomUUID();", "no dice"),
                new Offence(
                        "p2p", "java.util.function.Supplier<?> s = java.util.UUID::randomUUID; return s;", "no dice"),
                new Offence("link", "return new java.util.Random();", "no dice"),
                new Offence("domain", "return new java.security.SecureRandom();", "no dice"),
                new Offence("p2p", "return java.security.KeyPairGenerator.getInstance(\"Ed25519\");", "no dice"),
                new Offence("link", "return javax.crypto.KeyGenerator.getInstance(\"AES\");", "no dice"),
                new Offence("domain", "return new java.util.SplittableRandom();", "no dice"),
                new Offence("domain", "return java.util.random.RandomGenerator.getDefault();", "no dice"),
                new Offence("domain", "return java.util.random.RandomGenerator.of(\"Random\");", "no dice"),
                new Offence("domain", "return Math.random();", "no dice"),
                new Offence("domain", "return StrictMath.random();", "no dice"),
                new Offence(
                        "domain", "java.util.Collections.shuffle(new java.util.ArrayList<>()); return 0;", "no dice"),
                new Offence(
                        "domain", "return java.util.concurrent.ThreadLocalRandom.current();", "no dice", "no thread"));
    }

    private static List<Offence> threads() {
        return List.of(
                new Offence("domain", "return new Thread();", "no thread"),
                new Offence("p2p", "Thread.sleep(1); return 0;", "no thread"),
                new Offence("p2p", "return java.util.List.of(1).parallelStream();", "no thread"),
                new Offence("domain", "return java.util.stream.Stream.of(1).parallel();", "no thread"),
                new Offence("link", "java.util.Arrays.parallelSort(new int[9]); return 0;", "no thread"),
                new Offence("link", "return new java.util.concurrent.locks.ReentrantLock();", "no thread"),
                new Offence("link", "return new java.util.concurrent.ArrayBlockingQueue<>(1);", "no thread"),
                new Offence("link", "return java.util.concurrent.Executors.newCachedThreadPool();", "no thread"),
                new Offence("link", "return new java.util.concurrent.atomic.AtomicInteger();", "no thread"),
                new Offence("link", "return new ThreadLocal<Object>();", "no thread"),
                new Offence("domain", "wait(); return 0;", "no waiting"),
                new Offence("p2p", "notify(); return 0;", "no waiting"),
                new Offence("link", "new Object().notifyAll(); return 0;", "no waiting"),
                new Offence("domain", "return 0; } synchronized void alone() {", "no synchronized method"),
                new Offence("p2p", "return 0; } static synchronized void alone() {", "no synchronized method"),
                new Offence("link", "return 0; } synchronized void alone() {", "no synchronized method"));
    }

    private static List<Offence> filesAndSockets() {
        String rule = "no file and no socket";
        return List.of(
                new Offence("domain", "return new java.io.File(\"x\");", rule),
                new Offence("p2p", "return new java.io.FileInputStream(\"x\");", rule),
                new Offence("link", "return new java.io.RandomAccessFile(\"x\", \"r\");", rule),
                new Offence("link", "return java.nio.file.Path.of(\"x\");", rule),
                new Offence("link", "return java.nio.channels.SocketChannel.open();", rule),
                new Offence("link", "return new java.net.Socket();", rule),
                new Offence("link", "return new java.util.zip.ZipFile(\"x\");", rule),
                new Offence("domain", "return new java.util.jar.JarFile(\"x\");", rule),
                new Offence("link", "return java.net.InetAddress.getLoopbackAddress();", rule),
                new Offence("link", "return javax.net.ssl.SSLContext.getDefault();", rule),
                new Offence("link", "return new java.io.PrintWriter(new java.io.StringWriter());", rule));
    }

    private static List<Offence> imports() {
        return List.of(
                imports("domain", "p2p"),
                imports("dial", "signalling"),
                imports("identity", "wire"),
                imports("link", "p2p"),
                imports("messages", "p2p"),
                imports("messages", "wire"),
                imports("p2p", "session"),
                imports("p2p", "messages"),
                imports("session", "wire"),
                imports("signalling", "webrtc"),
                imports("simulation", "webrtc"),
                imports("tcp", "signalling"),
                imports("transport", "link"),
                imports("webrtc", "link"),
                imports("wire", "p2p"),
                new Offence("elsewhere", "return 0;", "every package is on the map"),
                new Offence("tcp", "return new dev.onvoid.webrtc.Thing();", "only webrtc uses dev.onvoid.webrtc"),
                new Offence(
                        "webrtc",
                        "return new org.java_websocket.client.Thing();",
                        "only signalling uses org.java_websocket"),
                new Offence(
                        "domain",
                        "return new com.fasterxml.jackson.databind.Thing();",
                        "only wire uses com.fasterxml.jackson"));
    }

    private static Offence imports(String from, String to) {
        return new Offence(
                from, "return new dev.muster." + to + ".Thing();", from + " imports only what the map allows");
    }

    @BeforeAll
    static void compileTheProject() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Offence offence : OFFENCES) {
            sources.add(plant("dev.muster." + offence.inPackage(), offence.className(), offence.body()));
        }
        for (String name : PackageMap.packages()) {
            sources.add(plant("dev.muster." + name, "Thing", harmless(name)));
        }
        for (String library : LIBRARIES) {
            sources.add(plant(library, "Thing", "return 0;"));
        }
        compile(sources);
        planted = new ClassFileImporter().importPath(project.resolve("classes"));
    }

    @ParameterizedTest
    @FieldSource("OFFENCES")
    void anOffenceBreaksItsRuleAndNoOther(Offence offence) {
        assertEquals(offence.broken(), brokenBy("dev.muster." + offence.inPackage() + "." + offence.className()));
    }

    @Test
    void everyRuleHasAnOffenceThatBreaksIt() {
        Set<String> broken =
                OFFENCES.stream().flatMap(offence -> offence.broken().stream()).collect(Collectors.toSet());
        assertEquals(ArchitectureRules.all().keySet(), broken);
    }

    @Test
    void importsAlongTheArrowsAndPureCodeBreakNoRule() {
        for (String name : PackageMap.packages()) {
            assertEquals(Set.of(), brokenBy("dev.muster." + name + ".Thing"), name);
        }
    }

    @Test
    void aSynchronizedBlockIsFoundInASourceFile(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("Locks.java"), "class Locks {\n void lock() {\n synchronized (this) {}\n }\n}");
        Files.writeString(folder.resolve("Says.java"), "class Says { String what = \"synchronized (this) {}\"; }");
        assertEquals(List.of("Locks.java:3"), SynchronizedBlocks.below(folder));
    }

    private static Set<String> brokenBy(String className) {
        JavaClasses one = planted.that(HasName.Predicates.name(className));
        Set<String> broken = new TreeSet<>();
        ArchitectureRules.all().forEach((name, rule) -> {
            if (rule.evaluate(one).hasViolation()) {
                broken.add(name);
            }
        });
        return broken;
    }

    /** What a class in {@code name} may do: import along every arrow and compute with what it was handed. */
    private static String harmless(String name) {
        String imports = PackageMap.importableFrom(name).stream()
                .filter(other -> !other.equals(name))
                .map(other -> "dev.muster." + other + ".Thing " + other + ";")
                .collect(Collectors.joining("\n"));
        return imports + """
                System.arraycopy(new byte[1], 0, new byte[1], 0, 1);
                var later = java.time.Instant.EPOCH.plus(java.time.Duration.ofSeconds(1));
                java.util.random.RandomGenerator handedIn = new java.util.SplittableRandom(7);
                java.nio.ByteBuffer.allocate(1);
                new java.io.ByteArrayOutputStream();
                return java.net.URI.create("muster:" + later + handedIn.nextInt());
                """;
    }

    private static Path plant(String inPackage, String name, String body) throws IOException {
        Path folder = Files.createDirectories(project.resolve("sources").resolve(inPackage));
        String source = "package %s; public class %s { public Object act() throws Exception { %s } }";
        return Files.writeString(folder.resolve(name + ".java"), source.formatted(inPackage, name, body));
    }

    private static void compile(List<Path> sources) throws IOException {
        Path classes = Files.createDirectories(project.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        List<String> options = List.of("-d", classes.toString(), "-proc:none", "-nowarn");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            var units = files.getJavaFileObjectsFromPaths(sources);
            assertTrue(
                    compiler.getTask(complaints, files, null, options, null, units)
                            .call(),
                    complaints.toString());
        }
    }
}
