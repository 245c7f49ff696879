package dev.muster.wire;

import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import java.util.Objects;

/** What a session id was made from: whoever shows it tells who the creator is, and the id proves it. */
public record Creation(PublicKey creator, Nonce nonce) {
    public Creation {
        Objects.requireNonNull(creator, "creator");
        Objects.requireNonNull(nonce, "nonce");
    }
}
