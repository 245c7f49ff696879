package dev.muster.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Keys that cost a hash instead of half a millisecond, for simulations. A signature still belongs to one key and one
 * statement; that everybody could make it is no matter where nobody tries.
 */
public final class FastKeys {
    /** Accepts what {@link #identity} signed, and nothing else. */
    public static final SignatureChecker CHECKER =
            (signer, statement, signature) -> signature.equals(signature(signer, statement));

    private FastKeys() {}

    /** The same person for the same name. */
    public static Identity identity(String name) {
        var key = new PublicKey(Hash.of(name.getBytes(StandardCharsets.UTF_8)).toByteArray());
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

    private static Signature signature(PublicKey signer, Statement statement) {
        byte[] half = Hash.of(signer.toByteArray(), statement.toByteArray()).toByteArray();
        return new Signature(
                ByteBuffer.allocate(Signature.BYTES).put(half).put(half).array());
    }
}
