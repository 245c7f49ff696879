package dev.muster.tcp;

import dev.muster.transport.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The certificate that a process makes for itself, and what TLS needs of it. */
final class TlsIdentity {
    private static final int SERIAL_BITS = 120;
    private static final BigInteger VERSION_3 = BigInteger.TWO;
    private static final String NAME = "muster";

    /** Fixed and long past and far off: nobody checks them, and real times would tell how wrong this clock is. */
    private static final String NOT_BEFORE = "200101000000Z";

    private static final String NOT_AFTER = "491231235959Z";

    private final SSLContext context;
    private final Fingerprint fingerprint;

    private TlsIdentity(SSLContext context, Fingerprint fingerprint) {
        this.context = context;
        this.fingerprint = fingerprint;
    }

    /** Makes a key of its own, ECDSA on P-256 like the certificates of WebRTC, and a certificate for it. */
    static TlsIdentity create(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair keys = generator.generateKeyPair();
            X509Certificate certificate = selfSigned(keys, random);
            return new TlsIdentity(context(keys.getPrivate(), certificate, random), fingerprintOf(certificate));
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("every Java platform has ECDSA, SHA-256 and TLS 1.3", impossible);
        }
    }

    SSLContext context() {
        return context;
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    static Fingerprint fingerprintOf(Certificate certificate) throws GeneralSecurityException {
        return Fingerprint.ofCertificate(certificate.getEncoded());
    }

    static X509Certificate selfSigned(KeyPair keys, SecureRandom random) throws GeneralSecurityException {
        byte[] ecdsaWithSha256 = Der.sequence(Der.objectIdentifier(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
        byte[] commonName = Der.objectIdentifier(0x55, 0x04, 0x03);
        byte[] name = Der.sequence(Der.set(Der.sequence(commonName, Der.utf8(NAME))));
        byte[] toBeSigned = Der.sequence(
                Der.explicit(0, Der.integer(VERSION_3)),
                Der.integer(new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS)),
                ecdsaWithSha256,
                name,
                Der.sequence(Der.utcTime(NOT_BEFORE), Der.utcTime(NOT_AFTER)),
                name,
                keys.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate(), random);
        signature.update(toBeSigned);
        byte[] certificate = Der.sequence(toBeSigned, ecdsaWithSha256, Der.bitString(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }

    static TrustManager[] acceptingEveryCertificate() {
        return new TrustManager[] {new AcceptsEveryCertificate()};
    }

    private static SSLContext context(PrivateKey key, X509Certificate certificate, SecureRandom random)
            throws GeneralSecurityException, IOException {
        // The store lives in memory only, so its password protects nothing.
        char[] password = {};
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry(NAME, key, password, new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), acceptingEveryCertificate(), random);
        return context;
    }

    /**
     * Accepts every certificate on purpose: peers make their own, so no authority could vouch for them. The greeting
     * signed over both fingerprints does; see the package documentation.
     */
    private static final class AcceptsEveryCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
