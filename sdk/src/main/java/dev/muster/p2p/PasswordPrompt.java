package dev.muster.p2p;

import dev.muster.identity.Actor;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * How to make a key from the lobby's password; {@link dev.muster.identity.PasswordKeys#derive} does it, off the loop
 * because it takes a good part of a second.
 *
 * @param host to whom the password is proved
 */
public record PasswordPrompt(String saltHex, int rounds, Optional<Actor> host) {
    public PasswordPrompt {
        Objects.requireNonNull(saltHex, "saltHex");
        Objects.requireNonNull(host, "host");
    }

    public byte[] salt() {
        return HexFormat.of().parseHex(saltHex);
    }
}
