package dev.muster.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.muster.transport.Fingerprint;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TlsIdentityTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void theCertificateIsAVersionThreeOneSignedByItself() throws Exception {
        KeyPair keys = newKeys();
        X509Certificate certificate = TlsIdentity.selfSigned(keys, random);
        assertEquals(3, certificate.getVersion());
        assertEquals("CN=muster", certificate.getSubjectX500Principal().getName());
        assertEquals(certificate.getSubjectX500Principal(), certificate.getIssuerX500Principal());
        assertEquals(keys.getPublic(), certificate.getPublicKey());
        assertEquals("SHA256withECDSA", certificate.getSigAlgName());
        certificate.verify(keys.getPublic());
        certificate.checkValidity(Date.from(Instant.parse("2026-11-21T00:00:00Z")));
        assertThrows(
                SignatureException.class, () -> certificate.verify(newKeys().getPublic()));
    }

    @Test
    void serialNumbersAreLongPositiveAndDifferent() throws Exception {
        KeyPair keys = newKeys();
        BigInteger one = TlsIdentity.selfSigned(keys, random).getSerialNumber();
        BigInteger two = TlsIdentity.selfSigned(keys, random).getSerialNumber();
        assertNotEquals(one, two);
        assertEquals(1, one.signum());
        assertEquals(121, one.bitLength());
    }

    @Test
    void everyProcessHasAFingerprintOfItsOwnAndItIsThatOfTheCertificate() throws Exception {
        assertNotEquals(
                TlsIdentity.create(random).fingerprint(),
                TlsIdentity.create(random).fingerprint());
        X509Certificate certificate = TlsIdentity.selfSigned(newKeys(), random);
        assertEquals(Fingerprint.ofCertificate(certificate.getEncoded()), TlsIdentity.fingerprintOf(certificate));
    }

    @Test
    void lengthsAreWrittenInTheShortestForm() {
        assertArrayEquals(hex("0203010001"), Der.integer(BigInteger.valueOf(65_537)));
        assertArrayEquals(hex("02020080"), Der.integer(BigInteger.valueOf(128)));
        assertArrayEquals(hex("0c0161"), Der.utf8("a"));
        assertArrayEquals(hex("30060c01610c0162"), Der.sequence(Der.utf8("a"), Der.utf8("b")));
        assertArrayEquals(hex("03020001"), Der.bitString(new byte[] {1}));
        assertEquals("0c7f", HexFormat.of().formatHex(Der.utf8("x".repeat(127)), 0, 2));
        assertEquals("0c8180", HexFormat.of().formatHex(Der.utf8("x".repeat(128)), 0, 3));
        assertEquals("0c81ff", HexFormat.of().formatHex(Der.utf8("x".repeat(255)), 0, 3));
        assertEquals("0c820100", HexFormat.of().formatHex(Der.utf8("x".repeat(256)), 0, 4));
        assertEquals("0c83010000", HexFormat.of().formatHex(Der.utf8("x".repeat(65_536)), 0, 5));
    }

    private KeyPair newKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
