package dev.muster.identity;

import java.security.GeneralSecurityException;
import java.security.Signature;

/**
 * Tells whether a signature is right. {@link #ED25519} is the one that peers use; a simulation of thousands of sessions
 * may bring one that is faster, together with its own {@link Identity identities}.
 */
@FunctionalInterface
public interface SignatureChecker {
    /** Ed25519 as the platform has it; about half a millisecond on JDK 17. Safe for use by any thread. */
    SignatureChecker ED25519 = SignatureChecker::isEd25519;

    /** Whether {@code signer} signed {@code statement}. Never throws, whatever the bytes are. */
    boolean isSignedBy(PublicKey signer, Statement statement, dev.muster.identity.Signature signature);

    private static boolean isEd25519(PublicKey signer, Statement statement, dev.muster.identity.Signature signature) {
        if (Ed25519.isSmallOrder(signer)) {
            return false;
        }
        try {
            Signature check = Signature.getInstance(Ed25519.ALGORITHM);
            check.initVerify(Ed25519.publicKey(signer));
            check.update(statement.bytes());
            return check.verify(signature.bytes());
        } catch (GeneralSecurityException noPointOrNoScalar) {
            return false;
        }
    }
}
