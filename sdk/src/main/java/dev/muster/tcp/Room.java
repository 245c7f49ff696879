package dev.muster.tcp;

import dev.muster.transport.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Which session a directory is for. Both ends of a line prove that they know its name, and neither tells it: another
 * session may listen where this one is looked for, and so may a stranger who would like to learn the name.
 *
 * <p>A proof holds between two certificates only, so that nobody in the middle can pass it on. Whoever listens can try
 * guesses against it at leisure, so that the name has to be one that nobody guesses, such as the id of a session.
 */
record Room(String name) {
    private static final byte MEMBER = 1;
    private static final byte KEEPER = 2;

    /** What a member shows to the one who keeps the directory. */
    UUID memberProof(Fingerprint keeper, Fingerprint member) {
        return proof(MEMBER, keeper, member);
    }

    /** What the one who keeps the directory answers. */
    UUID keeperProof(Fingerprint keeper, Fingerprint member) {
        return proof(KEEPER, keeper, member);
    }

    private UUID proof(byte role, Fingerprint keeper, Fingerprint member) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(role);
            hash.update(keeper.toByteArray());
            hash.update(member.toByteArray());
            ByteBuffer proof = ByteBuffer.wrap(hash.digest(name.getBytes(StandardCharsets.UTF_8)));
            return new UUID(proof.getLong(), proof.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
