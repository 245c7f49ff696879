package dev.muster.fork;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The other side of {@link Fork}: runs one test class in this process and writes what came of it, line by line. */
final class ForkedTests {
    static final String PASSED = "passed";
    static final String FAILED = "failed";
    static final String SKIPPED = "skipped";
    static final String STARTED = "started";
    static final String ENDED = "ended";

    private static final int PARENT_GONE = 70;

    private ForkedTests() {}

    /**
     * The entry of the child process.
     *
     * @param arguments the test class, and the file for the results
     */
    public static void main(String[] arguments) throws IOException {
        endWithParent();
        try (var results = Files.newBufferedWriter(Path.of(arguments[1]), StandardCharsets.UTF_8)) {
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(DiscoverySelectors.selectClass(arguments[0]))
                    .build();
            LauncherFactory.create().execute(request, new Writer(results));
            write(results, ENDED, "", "");
        }
        // What a test left running shall not keep the process: its own assertions say whether anything may be left.
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        System.exit(0);
    }

    /**
     * The parent holds the other end of standard input and never writes: it ends when the parent does, however that
     * came about. Nothing that was started here outlives that.
     */
    private static void endWithParent() {
        var watch = new Thread(() -> {
            try {
                var unused = System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException broken) {
                System.err.println("The parent is gone: " + broken);
            }
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            Runtime.getRuntime().halt(PARENT_GONE);
        });
        watch.setDaemon(true);
        watch.setName("watch-for-the-parent");
        watch.start();
    }

    private static void write(BufferedWriter results, String outcome, String name, String detail) {
        try {
            results.write(outcome + "\t" + encode(name) + "\t" + encode(detail) + "\n");
            results.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Writer implements TestExecutionListener {
        private final BufferedWriter results;
        private long begunNanos;

        Writer(BufferedWriter results) {
            this.results = results;
        }

        @Override
        public void executionStarted(TestIdentifier test) {
            if (test.isTest()) {
                begunNanos = System.nanoTime();
                write(results, STARTED, test.getDisplayName(), "");
            }
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            write(results, SKIPPED, test.getDisplayName(), reason);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                // The parent sees the tests of this process all at once, and cannot tell how long each took.
                long millis = (System.nanoTime() - begunNanos) / 1_000_000;
                System.out.println("--- " + test.getDisplayName() + " took " + millis + " ms");
            }
            String detail = result.getThrowable().map(Writer::stackTrace).orElse("");
            switch (result.getStatus()) {
                case SUCCESSFUL -> {
                    if (test.isTest()) {
                        write(results, PASSED, test.getDisplayName(), "");
                    }
                }
                case ABORTED -> write(results, SKIPPED, test.getDisplayName(), detail);
                case FAILED -> write(results, FAILED, test.getDisplayName(), detail);
            }
        }

        private static String stackTrace(Throwable thrown) {
            var text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            return text.toString();
        }
    }
}
