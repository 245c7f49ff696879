package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.signalling.server.metrics.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same server behind TLS, with certificates that the JDK's keytool makes on the spot. */
@Timeout(90)
class TlsTest {
    @TempDir
    private static Path stores;

    @TempDir
    private Path folder;

    private TestCertificate certificate = new TestCertificate(Path.of("unset"));
    private TlsFiles files = new TlsFiles(Path.of("unset"), Path.of("unset"));
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void makeFiles() throws Exception {
        certificate = new TestCertificate(stores, folder);
        files = certificate.files();
        certificate.make("first", "EC");
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private SignallingServer serve() {
        return serve(60_000);
    }

    private SignallingServer serve(long handshakeMillis) {
        SignallingServer server =
                Servers.start(builder -> builder.tls(files).limit(Limit.HANDSHAKE_MILLIS, handshakeMillis));
        open.add(server);
        return server;
    }

    private SSLSocket connect(SignallingServer server, String protocol) throws IOException, GeneralSecurityException {
        SSLSocket socket = certificate.connect(server, protocol);
        open.add(socket);
        return socket;
    }

    private RawClient join(SignallingServer server, String protocol) throws IOException, GeneralSecurityException {
        RawClient client = RawClient.over(connect(server, protocol));
        assertTrue(client.upgrade("/r").startsWith("HTTP/1.1 101 "));
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void peersMeetAndTalkThroughTls(String protocol) throws Exception {
        SignallingServer server = serve();
        RawClient a = join(server, protocol);
        String aId = a.nextId();
        RawClient b = join(server, protocol);
        String bId = b.nextId();
        assertEquals(bId, RawClient.field(a.next(), "NewPeer"));
        String data = "\"" + "x".repeat(60_000) + "\""; // Several TLS records.
        for (int i = 0; i < 10; i++) {
            a.signal(bId, data);
            assertEquals("{\"Signal\":{\"sender\":\"" + aId + "\",\"data\":" + data + "}}", b.next());
        }
        b.sayGoodbye();
        assertEquals(1000, b.nextClose().code());
        assertEquals(bId, RawClient.field(a.next(), "PeerLeft"));
        server.close();
        assertEquals(1001, a.nextClose().code());
        a.awaitEnd();
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("muster-signalling")));
    }

    @Test
    void anRsaKeyServesToo() throws Exception {
        certificate.make("rsa", "RSA");
        join(serve(), "TLSv1.3").nextId();
    }

    @Test
    void healthAnswersThroughTls() throws Exception {
        SignallingServer server = serve();
        String answer = RawClient.over(connect(server, "TLSv1.3")).request("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200 OK"), answer);
    }

    @Test
    void aNewCertificateIsUsedForNewConnectionsAndOldOnesGoOn() throws Exception {
        SignallingServer server = serve();
        RawClient before = join(server, "TLSv1.3");
        before.nextId();
        certificate.make("second", "EC");
        Until.holds("reloaded", () -> server.metrics().tlsReloads() > 0);
        SSLSocket socket = connect(server, "TLSv1.3");
        X509Certificate seen = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        assertEquals("CN=second", seen.getSubjectX500Principal().getName());
        RawClient after = RawClient.over(socket);
        assertTrue(after.upgrade("/r").startsWith("HTTP/1.1 101 "));
        assertEquals(after.nextId(), RawClient.field(before.next(), "NewPeer"));
    }

    /** A file system may count in seconds, and a copy may keep the time of what it was copied from. */
    @Test
    void aNewCertificateIsSeenEvenIfItsFilesLookLikeTheOldOnes() throws Exception {
        SignallingServer server = serve();
        FileTime chainTime = Files.getLastModifiedTime(files.certificateChain());
        FileTime keyTime = Files.getLastModifiedTime(files.privateKey());
        certificate.make("alike", "EC");
        Files.setLastModifiedTime(files.certificateChain(), chainTime);
        Files.setLastModifiedTime(files.privateKey(), keyTime);
        Until.holds("reloaded", () -> server.metrics().tlsReloads() > 0);
    }

    @Test
    void badFilesAreReportedAndTheOldCertificateStays() throws Exception {
        SignallingServer server = serve();
        byte[] good = Files.readAllBytes(files.certificateChain());
        Files.writeString(files.certificateChain(), "not a certificate");
        Until.holds("reported", () -> server.metrics().tlsReloadFailures() == 1);
        Files.write(folder.resolve("chain.pem"), good);
        join(server, "TLSv1.3").nextId();
    }

    @Test
    void whoSpeaksNoTlsIsDropped() throws Exception {
        SignallingServer server = serve(Limit.HANDSHAKE_MILLIS.standard());
        try (RawClient plain = RawClient.tcp(server.boundAddress());
                RawClient silent = RawClient.tcp(server.boundAddress())) {
            plain.write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            plain.awaitEnd();
            silent.awaitEnd();
        }
        assertEquals(1, server.metrics().refusals(Refusal.TLS_FAILED));
        assertEquals(1, server.metrics().refusals(Refusal.HANDSHAKE_TIMEOUT));
        join(server, "TLSv1.2").nextId();
    }

    @Test
    void aClientThatDoesNotTrustUsCostsNothing() throws Exception {
        SignallingServer server = serve();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        InetSocketAddress address = server.boundAddress();
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort())) {
            assertThrows(IOException.class, socket::startHandshake);
        }
        Until.holds("it is gone", () -> server.stats().connections() == 0);
    }

    @Test
    void closingFromACallbackEndsTheThreadsOfTlsToo() throws Exception {
        CompletableFuture<SignallingServer> self = new CompletableFuture<>();
        SignallingServer server = Servers.start(builder -> builder.tls(files).peerListener(new PeerListener() {
            @Override
            public void joined(PeerInfo peer) {
                self.join().close();
            }
        }));
        open.add(server);
        self.complete(server);
        RawClient client = join(server, "TLSv1.3");
        assertEquals(1001, client.nextClose().code());
        Until.holds("it has ended", () -> !server.isRunning());
        assertNoServerThreadIsLeft();
    }

    private static void assertNoServerThreadIsLeft() {
        Until.holds(
                "no thread is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(
                                thread -> thread.isAlive() && thread.getName().startsWith("muster-signalling")));
    }

    private StartException startFails() {
        return assertThrows(
                StartException.class,
                () -> SignallingServer.builder().port(0).tls(files).start());
    }

    @Test
    void filesThatCannotBeUsedAreOneClearSentence() throws Exception {
        byte[] firstKey = Files.readAllBytes(files.privateKey());
        certificate.make("second", "EC");
        Files.write(files.privateKey(), firstKey);
        assertTrue(String.valueOf(startFails().getMessage()).contains("does not belong to the first certificate"));
        Files.writeString(files.privateKey(), "-----BEGIN EC PRIVATE KEY-----\nAA==\n-----END EC PRIVATE KEY-----\n");
        assertTrue(String.valueOf(startFails().getMessage()).contains("openssl pkcs8 -topk8 -nocrypt"));
        Files.writeString(files.privateKey(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertTrue(String.valueOf(startFails().getMessage()).contains("cannot be read as EC"));
        Files.writeString(files.certificateChain(), "");
        assertTrue(String.valueOf(startFails().getMessage()).contains("there is no certificate in"));
        Files.delete(files.certificateChain());
        assertEquals(StartException.Problem.BAD_CONFIGURATION, startFails().problem());
    }
}
