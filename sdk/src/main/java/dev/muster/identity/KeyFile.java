package dev.muster.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a player's key in a file that only its owner may read, in the usual PEM form of private keys.
 *
 * <p>Whoever has the file is the player. Two processes that start at once get the same key. An empty file counts as
 * none: a process ended before it could write.
 */
public final class KeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String END = "\n-----END PRIVATE KEY-----\n";
    private static final int FILE_BYTES_MAX = 4_096;

    /** A lock on a file keeps other processes out, but is refused where another thread holds it. */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private KeyFile() {}

    /**
     * Reads the key, or makes one and keeps it where there is none. Narrows the rights of the file to its owner. For
     * any thread; reads and writes a file, so keep it off the loop.
     *
     * @param file its folder is made if it is missing
     * @param random for a new key
     * @throws IOException where the file cannot be read or written, or holds anything but a key; it is left as it is
     */
    public static Identity loadOrCreate(Path file, SecureRandom random) throws IOException {
        ONE_AT_A_TIME.lock();
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (FileChannel channel = open(file);
                    var held = channel.lock()) {
                narrowRights(file);
                return held.isValid() && channel.size() == 0 ? create(channel, random) : load(file, channel);
            }
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static FileChannel open(Path file) throws IOException {
        boolean hasPosixRights = Files.getFileStore(file.toAbsolutePath().getParent())
                .supportsFileAttributeView(PosixFileAttributeView.class);
        FileAttribute<?>[] rights = hasPosixRights
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), rights);
    }

    private static void narrowRights(Path file) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null) {
            if (!OWNER_ONLY.containsAll(posix.readAttributes().permissions())) {
                posix.setPermissions(OWNER_ONLY);
            }
            return;
        }
        AclFileAttributeView acl = Files.getFileAttributeView(file, AclFileAttributeView.class);
        if (acl != null) {
            acl.setAcl(List.of(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(acl.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .build()));
        }
    }

    private static Identity create(FileChannel channel, SecureRandom random) throws IOException {
        byte[] seed = new byte[Ed25519Identity.SEED_BYTES];
        random.nextBytes(seed);
        String text = BEGIN + Base64.getEncoder().encodeToString(Ed25519.privateEnvelope(seed)) + END;
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
        return Identity.ofSeed(seed);
    }

    private static Identity load(Path file, FileChannel channel) throws IOException {
        if (channel.size() > FILE_BYTES_MAX) {
            throw noKey(file);
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // Reads on until the end.
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).replace("\r", "");
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END.strip());
        if (begin < 0 || end < begin) {
            throw noKey(file);
        }
        return Identity.ofSeed(seedIn(file, text.substring(begin + BEGIN.length(), end)));
    }

    private static byte[] seedIn(Path file, String base64) throws IOException {
        byte[] envelope;
        try {
            envelope = Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw noKey(file);
        }
        byte[] seed = Arrays.copyOfRange(
                envelope, Math.max(0, envelope.length - Ed25519Identity.SEED_BYTES), envelope.length);
        if (!Arrays.equals(envelope, Ed25519.privateEnvelope(seed))) {
            throw noKey(file);
        }
        return seed;
    }

    private static IOException noKey(Path file) {
        return new IOException(file + " does not hold a player's key. Put the right file back, or move this one away to"
                + " start as somebody new.");
    }
}
