package dev.muster.signalling.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Makes a TLS context from a certificate chain and its key. Every failure names the file and what to do. */
final class PemFiles {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = {};

    private PemFiles() {}

    static SSLContext context(TlsFiles files) throws IOException {
        requireThere(files.certificateChain());
        requireThere(files.privateKey());
        Certificate[] chain = chain(files.certificateChain());
        PrivateKey key = key(files.privateKey(), chain[0].getPublicKey().getAlgorithm());
        if (!belongTogether(key, chain[0].getPublicKey())) {
            throw new IOException("the key in " + files.privateKey() + " does not belong to the first certificate in "
                    + files.certificateChain());
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, NO_PASSWORD, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate in " + files.certificateChain() + " cannot be used: " + e, e);
        }
    }

    private static void requireThere(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(Files.exists(file) ? file + " may not be read" : "there is no file " + file);
        }
    }

    private static Certificate[] chain(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            Collection<? extends Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(bytes);
            if (chain.isEmpty()) {
                throw new IOException("there is no certificate in " + file + "; a PEM file is needed");
            }
            return chain.toArray(new Certificate[0]);
        } catch (GeneralSecurityException e) {
            throw new IOException("there is no readable certificate in " + file + "; a PEM file is needed", e);
        }
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Matcher key = KEY.matcher(text);
        if (!key.find()) {
            throw new IOException("there is no unencrypted PKCS#8 key in " + file
                    + "; make one with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(key.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the key in " + file + " cannot be read as " + algorithm, e);
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) throws IOException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            byte[] sample = "muster".getBytes(StandardCharsets.US_ASCII);
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(sample);
            byte[] proof = signature.sign();
            signature.initVerify(certified);
            signature.update(sample);
            return signature.verify(proof);
        } catch (GeneralSecurityException e) {
            throw new IOException("keys of the kind " + key.getAlgorithm() + " cannot be used here", e);
        }
    }
}
