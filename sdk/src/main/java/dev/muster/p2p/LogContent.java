package dev.muster.p2p;

import dev.muster.domain.LobbyTime;
import dev.muster.wire.Author;
import dev.muster.wire.RawJson;
import java.util.Objects;
import java.util.Optional;

/**
 * What happened, when, and by whose command. The event itself stays the bytes that arrived: they are what is hashed,
 * kept and sent on, so that nobody ever hashes what somebody else would write otherwise.
 *
 * @param author empty for what the clock or the session brought about
 * @param event JSON in UTF-8, without the lobby's id
 */
record LogContent(LobbyTime at, Optional<Author> author, RawJson event) {
    LogContent {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(event, "event");
    }
}
