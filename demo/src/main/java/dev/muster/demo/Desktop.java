package dev.muster.demo;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;

/** Whether this machine can show a window. */
final class Desktop {
    /** A toolkit that finds no display sometimes waits for one. */
    private static final Duration START_MAX = Duration.ofSeconds(20);

    private Desktop() {}

    /**
     * Starts the toolkit, once in a process.
     *
     * <p>Where its libraries are missing it prints stack traces on the way to its failure. The reason in one sentence
     * is what helps, so that its printing is kept back.
     *
     * @return why there is no window, as the end of a sentence; nothing if windows can be shown from now on
     */
    static Optional<String> start() throws InterruptedException {
        PrintStream err = System.err;
        PrintStream out = System.out;
        var keptBack = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        System.setErr(keptBack);
        System.setOut(keptBack);
        try {
            return startQuietly();
        } finally {
            System.setErr(err);
            System.setOut(out);
        }
    }

    private static Optional<String> startQuietly() throws InterruptedException {
        var started = new CompletableFuture<Boolean>();
        var starter = new Thread(() -> startToolkit(started), "toolkit-start");
        starter.setDaemon(true);
        starter.start();
        try {
            boolean unused = started.get(START_MAX.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(reason(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            return Optional.of("the window toolkit did not start within " + START_MAX.toSeconds() + " s");
        }
    }

    private static void startToolkit(CompletableFuture<Boolean> started) {
        try {
            Platform.startup(() -> started.complete(true));
            Platform.setImplicitExit(false);
        } catch (RuntimeException | LinkageError e) {
            started.completeExceptionally(e);
        }
    }

    private static String reason(Throwable failure) {
        if (failure instanceof UnsupportedOperationException
                && firstLine(failure).contains("DISPLAY")) {
            return "there is no display (" + firstLine(failure) + ")";
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "the window toolkit cannot load here (" + firstLine(root) + ")";
    }

    private static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        return message.lines().findFirst().orElse("").replaceFirst("\\.$", "");
    }
}
