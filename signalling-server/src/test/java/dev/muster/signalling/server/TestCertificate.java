package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A certificate and its key, which the JDK's keytool makes on the spot, in a folder of the test's own. */
public final class TestCertificate {
    private static final String PASSWORD = "password";

    private final Path stores;
    private final Path folder;

    /** Nothing is made yet. */
    public TestCertificate(Path folder) {
        this(folder, folder);
    }

    /** Keys are made once for all that have the same folder of stores: that takes longer than most tests. */
    TestCertificate(Path stores, Path folder) {
        this.stores = stores;
        this.folder = folder;
    }

    /** Where the server finds it. */
    public TlsFiles files() {
        return new TlsFiles(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    }

    /** A key and a certificate for it, put where the server looks. The same name gives the same again. */
    public void make(String name, String algorithm) throws Exception {
        Path store = stores.resolve(name + ".p12");
        if (!Files.exists(store)) {
            makeStore(store, name, algorithm);
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        writePem(
                files().privateKey(),
                "PRIVATE KEY",
                keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
        writePem(
                files().certificateChain(),
                "CERTIFICATE",
                keys.getCertificate("server").getEncoded());
    }

    private static void makeStore(Path store, String name, String algorithm) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS) && keytool.exitValue() == 0, said);
    }

    /** In one step, as a careful renewal does it. */
    private static void writePem(Path file, String kind, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A client that trusts what lies in the certificate file now. */
    SSLSocket connect(SignallingServer server, String protocol) throws IOException, GeneralSecurityException {
        return connect(server.boundAddress(), protocol);
    }

    /** A client that trusts what lies in the certificate file now. */
    public SSLSocket connect(InetSocketAddress address, String protocol) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var bytes = Files.newInputStream(files().certificateChain())) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(bytes));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }
}
