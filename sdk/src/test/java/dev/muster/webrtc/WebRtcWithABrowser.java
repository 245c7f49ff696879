package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.fork.Machines;
import dev.muster.fork.Machines.Machine;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer written in JavaScript, in a headless browser, where Chromium is installed. Run by {@link WebRtcTest}. */
class WebRtcWithABrowser {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private final Machines machines = new Machines();
    private final SignallingProcess signalling = new SignallingProcess();

    @TempDir
    Path profile = Path.of("");

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "Chromium is not installed (Debian package chromium)");
        signalling.start();
    }

    @AfterEach
    void end() throws Exception {
        machines.close();
        signalling.close();
    }

    @Test
    void aBrowserThatComesSecondAnswersOurOffer() throws Exception {
        Machine ours = machines.java(PeerProcess.class, SignallingProcess.URL, "room");
        machines.until("we are in the room", () -> ours.count("id") == 1);
        Machine browser = browser();
        talk(ours, browser);
    }

    @Test
    void aBrowserThatComesFirstOffersAndWeAnswer() throws Exception {
        Machine browser = browser();
        machines.until("it is in the room", () -> browser.count("id") == 1);
        Machine ours = machines.java(PeerProcess.class, SignallingProcess.URL, "room");
        talk(ours, browser);
    }

    private void talk(Machine ours, Machine browser) throws Exception {
        machines.until("both are connected", () -> ours.count("open") == 1 && browser.count("open") == 1);
        for (int i = 0; i < 100; i++) {
            ours.order("say number-" + i);
        }
        machines.until("everything came back", () -> ours.count("heard echo number-") == 100);
        assertEquals("heard echo number-99", last(ours.lines(), "heard"));

        // A new path needs the other side's help, which a stock peer does not give.
        ours.order("restart");
        machines.until("it is said", () -> ours.count("restart false") == 1);

        ours.order("quit");
        machines.until("the browser sees us leave", () -> browser.count("closed") == 1);
    }

    private Machine browser() throws Exception {
        Path page = profile.resolve("peer.html");
        try (var resource = WebRtcWithABrowser.class.getResourceAsStream("matchbox-peer.html")) {
            Files.copy(Objects.requireNonNull(resource, "the page of the browser peer"), page);
        }
        String server = URLEncoder.encode(SignallingProcess.URL + "/room", StandardCharsets.UTF_8);
        return machines.start(List.of(
                // It leaves its temporary files behind when it is killed.
                "env",
                "TMPDIR=" + profile,
                CHROMIUM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--disable-features=LocalNetworkAccessChecks",
                "--enable-logging=stderr",
                "--user-data-dir=" + profile.resolve("profile"),
                page.toUri() + "#" + server));
    }

    private static String last(List<String> lines, String start) {
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .reduce((older, newer) -> newer)
                .orElse("");
    }
}
