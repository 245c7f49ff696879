package dev.muster.signalling.server.cli;

import dev.muster.signalling.server.Limit;
import dev.muster.signalling.server.SignallingServer;
import dev.muster.signalling.server.StartException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command line: every setting an option, and every option an environment variable too. */
final class ServerCommand {
    private static final String NAME = "muster-signalling-server";

    private final Map<String, String> environment;
    private final PrintWriter out;
    private final PrintWriter err;

    ServerCommand(Map<String, String> environment, PrintWriter out, PrintWriter err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs until the server ends.
     *
     * @return an {@link ExitCode}
     */
    int run(String... arguments) {
        CommandLine command = new CommandLine(spec())
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setExecutionStrategy(this::execute)
                .setParameterExceptionHandler((failure, unused) -> fail(ExitCode.USAGE, sentence(failure)));
        return command.execute(arguments);
    }

    private int execute(ParseResult parsed) {
        if (parsed.hasMatchedOption("help")) {
            parsed.commandSpec().commandLine().usage(out);
            return ExitCode.OK;
        }
        if (parsed.hasMatchedOption("version")) {
            out.println(NAME + " " + SignallingServer.version());
            return ExitCode.OK;
        }
        try {
            return serve(new Settings(parsed, environment));
        } catch (IllegalArgumentException e) {
            return fail(ExitCode.USAGE, sentence(e));
        } catch (StartException e) {
            boolean noAddress = e.problem() == StartException.Problem.CANNOT_BIND;
            return fail(noAddress ? ExitCode.UNAVAILABLE : ExitCode.CONFIGURATION, sentence(e));
        }
    }

    private int serve(Settings settings) throws StartException {
        SignallingServer server = settings.builder().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "muster-signalling-end"));
        out.println("Listening on " + settings.scheme() + "://" + hostAndPort(server));
        try {
            server.awaitEnd();
            return ExitCode.OK;
        } catch (InterruptedException e) {
            server.close();
            Thread.currentThread().interrupt();
            return ExitCode.OK;
        } catch (IllegalStateException e) {
            return fail(ExitCode.SOFTWARE, sentence(e) + ": " + e.getCause());
        }
    }

    /** Asked to end by a signal. That is no failure, so the exit code is not the one of the signal. */
    private void end(SignallingServer server) {
        boolean asked = server.isRunning();
        server.close();
        if (asked) {
            out.flush();
            err.flush();
            Runtime.getRuntime().halt(ExitCode.OK);
        }
    }

    private static String hostAndPort(SignallingServer server) {
        String host = server.boundAddress().getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":"
                + server.boundAddress().getPort();
    }

    private int fail(int code, String sentence) {
        err.println(NAME + ": " + sentence);
        return code;
    }

    private static String sentence(Exception failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name(NAME);
        spec.usageMessage()
                .customSynopsis(NAME + " [OPTIONS] [IP:PORT]%n")
                .description("Introduces the players of a game to each other. Compatible with Matchbox clients.")
                .footer(
                        "",
                        "Each option can also be set in the environment: --frame-bytes as"
                                + " MUSTER_FRAME_BYTES, and the address as HOST. Options win.",
                        "",
                        "Exit codes: 0 ended as asked, 64 wrong arguments, 69 the address is not to be had,"
                                + " 70 failed while running, 78 wrong configuration or certificate.");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("IP:PORT")
                .arity("0..1")
                .type(String.class)
                .description("where to listen (default: " + Settings.STANDARD_ADDRESS + ")")
                .build());
        spec.addOption(flag("help", "-h", "show this and exit"));
        spec.addOption(flag("version", "-V", "show the version and exit"));
        for (Setting setting : Setting.values()) {
            spec.addOption(option(setting.optionName(), setting.parameter(), setting.description()));
        }
        for (Limit limit : Limit.values()) {
            spec.addOption(
                    option(limit.optionName(), "N", limit.description() + " (default: " + limit.standard() + ")"));
        }
        return spec;
    }

    private static OptionSpec flag(String name, String letter, String description) {
        return OptionSpec.builder("--" + name, letter)
                .type(boolean.class)
                .usageHelp(name.equals("help"))
                .versionHelp(name.equals("version"))
                .description(description)
                .build();
    }

    /** All are repeatable for the parser, so that {@link Settings} can say in its own words which ones are not. */
    private static OptionSpec option(String name, String parameter, String description) {
        return OptionSpec.builder("--" + name)
                .paramLabel(parameter)
                .type(String[].class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description(description)
                .build();
    }
}
