package dev.muster.session;

import dev.muster.identity.Hash;
import dev.muster.identity.Identity;
import dev.muster.identity.PublicKey;
import dev.muster.identity.Signature;
import dev.muster.identity.SignatureChecker;
import dev.muster.identity.Statement;
import java.nio.charset.StandardCharsets;

/**
 * Signatures that cost next to nothing, for simulations of thousands of sessions. Anybody could forge them who wanted
 * to; those who play a liar here lie in what they sign, or sign with their own key.
 */
final class SimulatedKeys {
    static final SignatureChecker CHECKER =
            (signer, statement, signature) -> signature(signer, statement).equals(signature);

    private SimulatedKeys() {}

    static Identity of(String name) {
        PublicKey key = new PublicKey(
                Hash.of(name.getBytes(StandardCharsets.UTF_8)).toByteArray());
        return new Identity() {
            @Override
            public PublicKey publicKey() {
                return key;
            }

            @Override
            public Signature sign(Statement statement) {
                return signature(key, statement);
            }
        };
    }

    private static Signature signature(PublicKey key, Statement statement) {
        byte[] half = Hash.of(key.toByteArray(), statement.toByteArray()).toByteArray();
        byte[] whole = new byte[Signature.BYTES];
        System.arraycopy(half, 0, whole, 0, half.length);
        System.arraycopy(half, 0, whole, half.length, half.length);
        return new Signature(whole);
    }
}
