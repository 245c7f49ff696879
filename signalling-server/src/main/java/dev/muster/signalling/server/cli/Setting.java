package dev.muster.signalling.server.cli;

import java.util.Locale;

/** What can be set besides the limits. In the environment, commas separate the values of those that can be repeated. */
enum Setting {
    TOPOLOGY("NAME", "who connects to whom: full-mesh (default) or client-server"),
    PATH_PREFIX("PATH", "what comes before a room's name"),
    ALLOW_ORIGIN("URL", "let only pages of this origin connect; can be repeated"),
    TRUSTED_PROXY("IP", "believe X-Forwarded-For from this address; can be repeated"),
    TLS_CERT("FILE", "serve wss with this certificate chain (PEM); reloaded when it changes"),
    TLS_KEY("FILE", "its key (PEM, PKCS#8, not encrypted)"),
    TURN_URL("URL", "a TURN server to hand out credentials for; can be repeated"),
    TURN_SECRET("TEXT", "the secret shared with it; better set as MUSTER_TURN_SECRET, which others cannot see"),
    TURN_TTL("SECONDS", "how long its credentials work (default: 3600)");

    private final String parameter;
    private final String description;

    Setting(String parameter, String description) {
        this.parameter = parameter;
        this.description = description;
    }

    String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String variableName() {
        return "MUSTER_" + name();
    }

    String parameter() {
        return parameter;
    }

    String description() {
        return description;
    }
}
