package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.fork.Machines;
import dev.muster.fork.Machines.Machine;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes through a TURN server, where coturn is installed. Run by {@link WebRtcTest}. */
class WebRtcThroughARelay {
    private static final Path COTURN = Path.of("/usr/bin/turnserver");
    private static final int PORT = 3478;
    private static final String SECRET = "s3cr3t";

    private final Machines machines = new Machines();
    private final SignallingProcess signalling = new SignallingProcess();

    @TempDir
    Path directory = Path.of("");

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(COTURN), "coturn is not installed (Debian package coturn)");
        signalling.start();
    }

    @AfterEach
    void end() throws Exception {
        machines.close();
        signalling.close();
    }

    @Test
    void peersThatMayOnlyUseARelayMeetThere() throws Exception {
        Machine relay = relay("-a", "-u", "alice:secret");
        // Both at once, since most of it is starting processes.
        var all = new ArrayList<Machine>();
        for (String transport : List.of("udp", "tcp")) {
            String url = "turn:" + relay.address() + ":" + PORT + "?transport=" + transport;
            all.addAll(two(transport, url, "alice", "secret"));
        }
        machines.until("all are connected", () -> counted(all, "open"));
        for (Machine machine : all) {
            machine.order("count 500");
        }
        machines.until("and count", () -> counted(all, "counted 500"));
        for (Machine machine : all) {
            machines.until("the route is known", () -> machine.count("route RELAYED") > 0);
            assertEquals(0, machine.count("route DIRECT"), machines::log);
        }
    }

    @Test
    void credentialsForALimitedTimeAreTakenUntilTheyEnd() throws Exception {
        Machine relay = relay("--use-auth-secret", "--static-auth-secret=" + SECRET);
        String url = "turn:" + relay.address() + ":" + PORT;
        long soon = Instant.now().getEpochSecond() + 3_600;
        String user = soon + ":alice";
        List<Machine> two = two("fresh", url, user, sign(user));
        String stale = (Instant.now().getEpochSecond() - 60) + ":alice";
        List<Machine> late = two("stale", url, stale, sign(stale));
        machines.until("both are connected", () -> counted(two, "open"));
        machines.until("the end of the credentials is reported", () -> counted(late, "candidate 401"));
    }

    @Test
    void aWrongPasswordIsReportedAtOnceAndNotOnlyAfterTheTimeOut() throws Exception {
        Machine relay = relay("-a", "-u", "alice:secret");
        String url = "turn:" + relay.address() + ":" + PORT;
        List<Machine> two = two("wrong", url, "alice", "mistake");
        machines.until("it is reported", () -> counted(two, "candidate 401"));
        assertTrue(
                two.stream().allMatch(machine -> machine.count("closed") == 0),
                "long before the connection is given up");
        for (Machine machine : two) {
            machine.order("later " + PeerProcess.CONNECT_TIMEOUT.toSeconds());
        }
        machines.until("and again when it is given up", () -> counted(two, "closed TIMED_OUT"));
        assertTrue(
                two.get(0).lines().stream().anyMatch(line -> line.startsWith("closed") && line.contains("401")),
                machines::log);
    }

    private Machine relay(String... credentials) throws Exception {
        var command = new ArrayList<>(List.of(
                COTURN.toString(),
                "-n",
                "--no-cli",
                "-r",
                "example.org",
                "--no-tls",
                "--no-dtls",
                "--log-file",
                "stdout",
                "--simple-log",
                "-L",
                "0.0.0.0",
                "-p",
                Integer.toString(PORT),
                "--min-port",
                "50000",
                "--max-port",
                "50100",
                "--pidfile",
                "/dev/null",
                "--userdb",
                directory.resolve("db").toString()));
        command.addAll(List.of(credentials));
        Machine relay = machines.start(command);
        machines.until("the relay listens", () -> {
            try (var trial = new Socket()) {
                trial.connect(new InetSocketAddress(relay.address(), PORT), 200);
                return true;
            } catch (java.io.IOException notYet) {
                return false;
            }
        });
        return relay;
    }

    private List<Machine> two(String room, String url, String user, String password) throws Exception {
        var two = new ArrayList<Machine>();
        for (int i = 0; i < 2; i++) {
            two.add(machines.java(PeerProcess.class, SignallingProcess.URL, room, "relay", url, user, password));
        }
        return two;
    }

    private static boolean counted(List<Machine> machines, String start) {
        return machines.stream().allMatch(machine -> machine.count(start) >= 1);
    }

    private static String sign(String user) throws Exception {
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)));
    }
}
