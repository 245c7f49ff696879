package dev.muster.demo;

import dev.muster.p2p.P2PException;
import dev.muster.signalling.server.StartException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Starts the demo: a window where one can be shown, and otherwise the same lobby in the terminal. */
public final class Main {
    /** Everything went as it should. */
    static final int DONE = 0;

    /** The lobby could not be opened, or did not get on; a sentence says why. */
    static final int FAILED = 1;

    /** The arguments were not understood. */
    static final int MISUSED = 2;

    private Main() {}

    public static void main(String[] arguments) {
        int code = Options.of(List.of(arguments))
                .map(options -> run(options, System.out))
                .orElseGet(Main::misused);
        // The native library has noise for standard output when the process ends, and nobody to read it.
        System.out.close();
        System.exit(code); // Neither the toolkit nor the native library lets go of all its threads.
    }

    /** Runs the demo to its end. */
    static int run(Options options, PrintStream out) {
        try {
            Optional<String> whyNoWindow = options.headless() ? Optional.of("--headless was given") : Desktop.start();
            if (whyNoWindow.isEmpty()) {
                return LobbyWindow.run();
            }
            out.println("No window, because " + whyNoWindow.get() + "; the lobby runs in the terminal.");
            return TerminalLobby.run(out);
        } catch (StartException | P2PException e) {
            return failed(e);
        } catch (CompletionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(e);
        }
    }

    private static int failed(Throwable why) {
        System.err.println("The demo cannot go on. " + why.getMessage());
        return FAILED;
    }

    private static int misused() {
        System.err.println(Options.USAGE);
        return MISUSED;
    }
}
