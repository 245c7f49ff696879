package dev.muster.identity;

import java.util.Locale;

/** What a {@link Statement} is about. A signature over one kind is worthless as any other. */
public enum StatementKind {
    /** Who is at this end of a connection. */
    HELLO,
    /** Where one event stands. Hashed, and never signed alone. */
    EVENT,
    /** How far the event log goes. */
    HEAD,
    /** How far the event log goes, and what the lobby is there. */
    CHECKPOINT,
    /** That somebody has everything up to a signed head. */
    CONFIRMATION,
    /** That somebody knows the password. */
    PASSWORD,
    /** Who is host from now on, and where the term before ended. */
    OPENING,
    /** That somebody agrees to another host, because the one before is lost. */
    GRANT,
    /** That somebody is ready to be host. */
    ACCEPTANCE,
    /** That the host is there. */
    PRESENCE;

    /** The word that is signed. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
