package dev.muster.signalling.server.cli;

import dev.muster.signalling.server.Limit;
import dev.muster.signalling.server.SignallingServer;
import dev.muster.signalling.server.SignallingServerBuilder;
import dev.muster.signalling.server.TlsFiles;
import dev.muster.signalling.server.Topology;
import dev.muster.signalling.server.TurnServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** What arguments and environment say, arguments first. Every mistake becomes an exception with a sentence. */
final class Settings {
    static final String STANDARD_ADDRESS = "0.0.0.0:3536";

    private final ParseResult arguments;
    private final Map<String, String> environment;

    Settings(ParseResult arguments, Map<String, String> environment) {
        this.arguments = arguments;
        this.environment = environment;
    }

    /** @throws IllegalArgumentException with a sentence that names what is wrong */
    SignallingServerBuilder builder() {
        SignallingServerBuilder builder = SignallingServer.builder().address(SocketAddressText.parse(address()));
        for (Limit limit : Limit.values()) {
            one(limit.optionName(), limit.variableName())
                    .ifPresent(value -> builder.limit(limit, number(limit.optionName(), value)));
        }
        one(Setting.TOPOLOGY).ifPresent(value -> builder.topology(topology(value)));
        one(Setting.PATH_PREFIX).ifPresent(builder::pathPrefix);
        all(Setting.ALLOW_ORIGIN).forEach(builder::allowOrigin);
        all(Setting.TRUSTED_PROXY).forEach(value -> builder.trustProxy(SocketAddressText.ip(value)));
        tls().ifPresent(builder::tls);
        turn().ifPresent(builder::turnServer);
        return builder;
    }

    String scheme() {
        return tls().isPresent() ? "wss" : "ws";
    }

    private String address() {
        return arguments.matchedPositionals().stream()
                .flatMap(positional -> positional.stringValues().stream())
                .findFirst()
                .orElseGet(() -> environment.getOrDefault("HOST", STANDARD_ADDRESS));
    }

    private Optional<TlsFiles> tls() {
        Optional<String> chain = one(Setting.TLS_CERT);
        Optional<String> key = one(Setting.TLS_KEY);
        if (chain.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        if (chain.isEmpty() || key.isEmpty()) {
            throw new IllegalArgumentException("--tls-cert and --tls-key go together");
        }
        return Optional.of(new TlsFiles(Path.of(chain.get()), Path.of(key.get())));
    }

    private Optional<TurnServer> turn() {
        List<String> urls = all(Setting.TURN_URL);
        Optional<String> secret = one(Setting.TURN_SECRET);
        if (urls.isEmpty() && secret.isEmpty()) {
            return Optional.empty();
        }
        if (urls.isEmpty() || secret.isEmpty()) {
            throw new IllegalArgumentException("--turn-url and --turn-secret go together");
        }
        Duration ttl = one(Setting.TURN_TTL)
                .map(seconds -> Duration.ofSeconds(number(Setting.TURN_TTL.optionName(), seconds)))
                .orElse(TurnServer.STANDARD_TTL);
        return Optional.of(new TurnServer(urls, secret.get(), ttl));
    }

    private Optional<String> one(Setting setting) {
        return one(setting.optionName(), setting.variableName());
    }

    private Optional<String> one(String option, String variable) {
        List<String> given = given(option);
        if (given.size() > 1) {
            throw new IllegalArgumentException("--" + option + " is there " + given.size() + " times");
        }
        return given.isEmpty() ? Optional.ofNullable(environment.get(variable)) : Optional.of(given.get(0));
    }

    private List<String> all(Setting setting) {
        List<String> given = given(setting.optionName());
        String variable = environment.get(setting.variableName());
        return given.isEmpty() && variable != null ? List.of(variable.split(",", -1)) : given;
    }

    private List<String> given(String option) {
        return arguments.hasMatchedOption(option)
                ? arguments.matchedOption(option).stringValues()
                : List.of();
    }

    private static long number(String option, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + option + " needs a whole number, not " + text, e);
        }
    }

    private static Topology topology(String name) {
        return switch (name) {
            case "full-mesh" -> Topology.FULL_MESH;
            case "client-server" -> Topology.CLIENT_SERVER;
            default -> throw new IllegalArgumentException("--topology is full-mesh or client-server, not " + name);
        };
    }
}
