package dev.muster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo where there is a display: one in memory. */
class LobbyWindowTest {
    private static final Path SCREENSHOT = Path.of("target", "screenshots", "lobby.png");

    private static Optional<Process> xvfb = Optional.empty();
    private static Optional<String> display = Optional.empty();

    @BeforeAll
    static void startDisplay() throws IOException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/Xvfb")), "Xvfb is not installed, which shows windows in memory");
        Process process = new ProcessBuilder(
                        "/usr/bin/Xvfb", "-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        xvfb = Optional.of(process);
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        display = Optional.ofNullable(out.readLine()).map(number -> ":" + number);
        assertTrue(display.isPresent(), "Xvfb did not start");
    }

    @AfterAll
    static void endDisplay() {
        xvfb.ifPresent(process -> {
            process.destroy();
            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        });
    }

    @Test
    void theWindowPlaysARunAndEndsWhenItIsClosed() throws Exception {
        Files.createDirectories(SCREENSHOT.toAbsolutePath().getParent());
        Files.deleteIfExists(SCREENSHOT);
        DemoProcess.Outcome outcome = DemoProcess.run(
                DemoProcess.NETWORK,
                display,
                WindowDriver.class,
                SCREENSHOT.toAbsolutePath().toString());
        assertEquals(Main.DONE, outcome.code(), outcome::toString);
        assertFalse(outcome.hasStackTrace(), outcome::toString);
        assertTrue(Files.size(SCREENSHOT) > 0, outcome::toString);
    }

    @Test
    void withoutTheToolkitsLibrariesItSaysSoAndStaysInTheTerminal() throws Exception {
        DemoProcess.Outcome outcome =
                DemoProcess.run(DemoProcess.NETWORK + DemoProcess.WITHOUT_GTK, display, Main.class);
        assertEquals(Main.DONE, outcome.code(), outcome::toString);
        assertFalse(outcome.hasStackTrace(), outcome::toString);
        assertTrue(outcome.output().get(0).startsWith("No window, because the window toolkit "), outcome::toString);
        assertEquals(
                "The lobby is closed.", outcome.output().get(outcome.output().size() - 1));
    }
}
