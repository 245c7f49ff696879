package dev.muster.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IdentityTest {
    private static final SessionId SESSION = new SessionId(new UUID(1, 2));
    private static final Incarnation FIRST_RUN = new Incarnation(new byte[Incarnation.BYTES]);
    private static final Identity ALICE = Identity.ofSeed(filled(1));
    private static final Identity MALLORY = Identity.ofSeed(filled(2));

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static Statement.Builder head() {
        return Statement.about(StatementKind.HEAD, SESSION, FIRST_RUN);
    }

    private static boolean isAlices(Statement statement, Signature signature) {
        return SignatureChecker.ED25519.isSignedBy(ALICE.publicKey(), statement, signature);
    }

    /** The seeds and public keys of the first three vectors of RFC 8032, section 7.1. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60, "
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, "
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7, "
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
    })
    void aSeedMakesTheKeyThatTheStandardSays(String seed, String publicKey) {
        assertEquals(
                PublicKey.parse(publicKey),
                Identity.ofSeed(HexFormat.of().parseHex(seed)).publicKey());
    }

    @Test
    void whatWasSignedIsRecognised() {
        Statement statement =
                head().with(7).with("text").with(Hash.of(filled(3))).build();
        assertTrue(isAlices(statement, ALICE.sign(statement)));
    }

    @Test
    void anotherKeyAnotherStatementOrAChangedSignatureIsNot() {
        Statement statement = head().with(7).build();
        Signature signature = ALICE.sign(statement);
        byte[] changed = signature.toByteArray();
        changed[5] ^= 1;
        assertFalse(isAlices(statement, MALLORY.sign(statement)));
        assertFalse(isAlices(head().with(8).build(), signature));
        assertFalse(isAlices(statement, new Signature(changed)));
    }

    @Test
    void aSignatureCountsInItsSessionOnlyAndForItsIncarnationAndKindOnly() {
        Signature signature = ALICE.sign(head().with(7).build());
        var elsewhere = new SessionId(new UUID(1, 3));
        var secondRun = new Incarnation(Arrays.copyOf(filled(9), Incarnation.BYTES));
        assertFalse(isAlices(
                Statement.about(StatementKind.HEAD, elsewhere, FIRST_RUN)
                        .with(7)
                        .build(),
                signature));
        assertFalse(isAlices(
                Statement.about(StatementKind.HEAD, SESSION, secondRun).with(7).build(), signature));
        for (StatementKind other : List.of(StatementKind.HELLO, StatementKind.CHECKPOINT, StatementKind.CONFIRMATION)) {
            assertFalse(
                    isAlices(Statement.about(other, SESSION, FIRST_RUN).with(7).build(), signature));
        }
    }

    @Test
    void fieldsThatReadAlikeInARowAreDifferentStatements() {
        assertNotEquals(
                bytes(head().with("ab").with("c")), bytes(head().with("a").with("bc")));
        assertNotEquals(bytes(head().with("a")), bytes(head().with(new byte[] {'a'})));
        assertNotEquals(bytes(head().with(0)), bytes(head().with(new byte[8])));
        assertNotEquals(bytes(head()), bytes(head().with("")));
    }

    private static List<Byte> bytes(Statement.Builder builder) {
        byte[] bytes = builder.build().toByteArray();
        var list = new Byte[bytes.length];
        Arrays.setAll(list, i -> bytes[i]);
        return List.of(list);
    }

    @ParameterizedTest
    @EnumSource
    void noKindsWordIsTheBeginningOfAnother(StatementKind kind) {
        for (StatementKind other : StatementKind.values()) {
            assertTrue(kind == other || !other.word().startsWith(kind.word()), other::word);
        }
    }

    @Test
    void anyBytesAsKeyAndSignatureGiveAnAnswerAndNoException() {
        var random = new SplittableRandom(8);
        Statement statement = head().with(1).build();
        for (int i = 0; i < 200; i++) {
            byte[] key = new byte[PublicKey.BYTES];
            byte[] signature = new byte[Signature.BYTES];
            random.nextBytes(key);
            random.nextBytes(signature);
            assertFalse(SignatureChecker.ED25519.isSignedBy(new PublicKey(key), statement, new Signature(signature)));
        }
    }

    /** The neutral point signs everything with the neutral point and zero; others of small order every eighth time. */
    @Test
    void aKeyWithWhichEverybodyCanSignIsNobodysKey() {
        byte[] neutral = new byte[Signature.BYTES];
        neutral[0] = 1;
        for (String point : List.of(
                "00".repeat(32),
                "00".repeat(31) + "80",
                "01" + "00".repeat(31),
                "01" + "00".repeat(30) + "80",
                "ec" + "ff".repeat(30) + "7f",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85")) {
            for (int i = 0; i < 64; i++) {
                Statement statement = head().with(i).build();
                assertFalse(
                        SignatureChecker.ED25519.isSignedBy(PublicKey.parse(point), statement, new Signature(neutral)));
                assertFalse(SignatureChecker.ED25519.isSignedBy(
                        PublicKey.parse(point), statement, new Signature(new byte[Signature.BYTES])));
            }
        }
    }

    @Test
    void aDrawnKeyIsAnotherEachTime() {
        var random = new SecureRandom();
        assertNotEquals(
                Identity.generate(random).publicKey(), Identity.generate(random).publicKey());
    }

    @Test
    void theSecretIsInNoText() {
        assertFalse(ALICE.toString().contains("01".repeat(32)));
        assertTrue(ALICE.toString().contains(ALICE.publicKey().toHex()));
    }

    @Test
    void aSeedOfAnotherSizeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Identity.ofSeed(new byte[31]));
    }

    @Test
    void aPasswordMakesTheSameKeyForEverybodyHoweverItsAccentsWereTyped() {
        byte[] salt = filled(5);
        PublicKey composed = PasswordKeys.derive("caf\u00e9", salt, 1_000).publicKey();
        assertEquals(composed, PasswordKeys.derive("cafe\u0301", salt, 1_000).publicKey());
        assertNotEquals(composed, PasswordKeys.derive("cafe", salt, 1_000).publicKey());
        assertNotEquals(
                composed, PasswordKeys.derive("caf\u00e9", filled(6), 1_000).publicKey());
        assertNotEquals(composed, PasswordKeys.derive("caf\u00e9", salt, 1_001).publicKey());
    }

    @Test
    void anEmptyOrEndlessPasswordIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> PasswordKeys.derive("", filled(5), 1_000));
        assertThrows(
                IllegalArgumentException.class,
                () -> PasswordKeys.derive("x".repeat(PasswordKeys.PASSWORD_CHARS_MAX + 1), filled(5), 1_000));
    }

    @Test
    void valuesOfDifferentKindsAreNeverEqual() {
        assertNotEquals(new Hash(filled(1)), new PublicKey(filled(1)));
        assertEquals(new Hash(filled(1)), Hash.parse("01".repeat(32)));
        assertThrows(IllegalArgumentException.class, () -> Hash.parse("0g".repeat(32)));
        assertThrows(IllegalArgumentException.class, () -> Nonce.parse("01"));
    }

    @Test
    void whoeverHoldsTheBytesCannotChangeTheValue() {
        byte[] given = filled(1);
        var hash = new Hash(given);
        given[0] = 9;
        hash.toByteArray()[0] = 9;
        assertEquals(Hash.parse("01".repeat(32)), hash);
    }
}
