package dev.muster.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.fork.Fork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the README shows is what is compiled and run here. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.adoc");
    private static final Path SOURCES = Path.of("src", "test", "java", "dev", "muster", "readme");

    @TestFactory
    Stream<DynamicTest> programs() throws IOException, InterruptedException {
        return Fork.in(Fork.Network.BRIDGE).run(ProgramsOverWebRtc.class);
    }

    @Test
    void theHostProgramIsTheOneThatIsRun() throws IOException {
        assertEquals(source("Host.java"), shown("host-program"));
    }

    @Test
    void theGuestProgramIsTheOneThatIsRun() throws IOException {
        assertEquals(source("Guest.java"), shown("guest-program"));
    }

    /** Readers put the file where they like, so that it is shown without its package. */
    private static String source(String file) throws IOException {
        return Files.readString(SOURCES.resolve(file)).replace("package dev.muster.readme;\n\n", "");
    }

    private static String shown(String tag) throws IOException {
        String readme = Files.readString(README);
        String begin = "// tag::" + tag + "[]\n";
        String end = "// end::" + tag + "[]\n";
        assertTrue(readme.contains(begin) && readme.contains(end), "the README has no part tagged " + tag);
        String part = readme.substring(readme.indexOf(begin) + begin.length(), readme.indexOf(end));
        String fence = "----\n";
        return part.substring(part.indexOf(fence) + fence.length(), part.lastIndexOf(fence));
    }
}
