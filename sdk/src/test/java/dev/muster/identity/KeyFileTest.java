package dev.muster.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("player").resolve("key.pem");
    }

    private PublicKey load() throws IOException {
        return KeyFile.loadOrCreate(file(), random).publicKey();
    }

    @Test
    void aKeyIsMadeOnceAndKept() throws IOException {
        PublicKey first = load();
        assertEquals(first, load());
        Files.delete(file());
        assertNotEquals(first, load());
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        load();
        Set<PosixFilePermission> ownerOnly =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertEquals(ownerOnly, Files.getPosixFilePermissions(file()));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        PublicKey key = load();
        assertEquals(ownerOnly, Files.getPosixFilePermissions(file()), "rights that are too wide are narrowed");
        assertEquals(key, load());
    }

    @Test
    void anEmptyFileCountsAsNone() throws IOException {
        Files.createDirectories(file().getParent());
        Files.createFile(file());
        assertEquals(load(), load());
    }

    @Test
    void aFileThatHoldsNoKeyIsLeftAsItIs() throws IOException {
        load();
        String good = Files.readString(file());
        for (String bad : List.of(
                "hello",
                good.replace("MC4", "MC5"),
                good.substring(0, 40),
                good.replaceFirst("[^\n]\n-----END", "\n-----END"),
                "x".repeat(100_000),
                "-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----\n")) {
            Files.writeString(file(), bad);
            var refused = assertThrows(IOException.class, this::load, bad);
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("does not hold a player's key"),
                    refused.getMessage());
            assertEquals(bad, Files.readString(file()));
        }
    }

    @Test
    void lineEndsOfAnotherSystemDoNotMatter() throws IOException {
        PublicKey key = load();
        Files.writeString(file(), Files.readString(file()).replace("\n", "\r\n"));
        assertEquals(key, load());
    }

    @RepeatedTest(50)
    void manyAtOnceGetTheSameKey() throws Exception {
        var executor = Executors.newFixedThreadPool(4);
        try {
            List<Future<PublicKey>> keys = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                keys.add(executor.submit(this::load));
            }
            Set<PublicKey> distinct = new HashSet<>();
            for (Future<PublicKey> key : keys) {
                distinct.add(key.get());
            }
            assertEquals(1, distinct.size());
        } finally {
            executor.shutdownNow();
        }
    }
}
