package dev.muster.signalling.server.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Starts the server from the command line. */
public final class Main {
    private static final String FORMAT_PROPERTY = "java.util.logging.SimpleFormatter.format";

    /** One line for each entry: when, how serious, what. */
    private static final String FORMAT = "%1$tF %1$tT %4$s %5$s%6$s%n";

    private Main() {}

    /** Runs until the server ends, then exits with one of {@link ExitCode}. */
    public static void main(String[] arguments) {
        if (System.getProperty(FORMAT_PROPERTY) == null) {
            System.setProperty(FORMAT_PROPERTY, FORMAT);
        }
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        try {
            System.exit(new ServerCommand(Map.copyOf(System.getenv()), out, err).run(arguments));
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(ExitCode.SOFTWARE); // Needs no memory, unlike a word about it.
        }
    }
}
