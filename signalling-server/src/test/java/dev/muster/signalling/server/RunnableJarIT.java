package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The jar that people get: alone in an empty class path, it serves. */
@Timeout(60)
class RunnableJarIT {
    private static final Path JAR =
            Path.of(Optional.ofNullable(System.getProperty("runnable.jar")).orElseThrow());

    @Test
    void twoClientsAreServedFromEndToEnd() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        JAR.toString(),
                        "127.0.0.1:0")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            // The very first line: no library has anything to say before.
            String line = Optional.ofNullable(output.readLine()).orElseThrow();
            assertTrue(line.startsWith("Listening on ws://127.0.0.1:"), line);
            int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            try (RawClient a = RawClient.join(address, "/room")) {
                String aId = a.nextId();
                try (RawClient b = RawClient.join(address, "/room")) {
                    String bId = b.nextId();
                    assertEquals(bId, RawClient.field(a.next(), "NewPeer"));
                    a.signal(bId, "{\"Offer\":\"v=0\"}");
                    assertEquals("{\"Signal\":{\"sender\":\"" + aId + "\",\"data\":{\"Offer\":\"v=0\"}}}", b.next());
                }
                assertTrue(a.next().startsWith("{\"PeerLeft\""));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void itHoldsTheServerItsLibrariesTheirLicencesAndNothingElse() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> strangers = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> !name.endsWith("/"))
                    .filter(name -> !name.startsWith("dev/muster/signalling/server/"))
                    .filter(name -> !name.matches("(org/java_websocket|org/slf4j|picocli)/.*\\.class"))
                    .filter(name -> !name.matches("META-INF/(MANIFEST.MF|LICENSE|THIRD-PARTY-LICENSES|services/.*)"))
                    .toList();
            assertEquals(List.of(), strangers);
            assertTrue(
                    jar.getEntry("META-INF/LICENSE") != null && jar.getEntry("META-INF/THIRD-PARTY-LICENSES") != null);
        }
    }
}
