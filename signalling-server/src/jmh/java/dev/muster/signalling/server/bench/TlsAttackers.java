package dev.muster.signalling.server.bench;

import dev.muster.signalling.server.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Hostile TLS clients, a thread each. Whoever is thrown out comes back. Ends by itself after the given seconds. */
final class TlsAttackers {
    private static final int AT_ONCE_MAX = 10_000; // A server that minds nothing ends an attack here.

    private enum Attack {
        KEY_UPDATES,
        RENEGOTIATION,
        TINY_RECORDS,
        NEVER_READS,
        HALF_A_MESSAGE
    }

    private final TestCertificate certificate;
    private final InetSocketAddress server;
    private final long endNanos;
    private final LongAdder made = new LongAdder();

    private TlsAttackers(TestCertificate certificate, int port, long seconds) {
        this.certificate = certificate;
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.endNanos = System.nanoTime() + seconds * 1_000_000_000L;
    }

    /** Arguments: the certificate's folder, the server's port on the loopback address, how many, how many seconds. */
    public static void main(String[] arguments) throws InterruptedException {
        TlsAttackers attackers = new TlsAttackers(
                new TestCertificate(Path.of(arguments[0])),
                Integer.parseInt(arguments[1]),
                Long.parseLong(arguments[3]));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            Attack attack = Attack.values()[i % Attack.values().length];
            Thread thread = new Thread(() -> attackers.attackAgainAndAgain(attack));
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join(Math.max(1, (attackers.endNanos - System.nanoTime()) / 1_000_000));
        }
        System.out.println("total " + attackers.made.sum());
        System.exit(0);
    }

    private boolean timeIsOver() {
        return System.nanoTime() - endNanos >= 0;
    }

    private void attackAgainAndAgain(Attack attack) {
        while (!timeIsOver()) {
            made.increment();
            try (TlsPeer peer =
                    new TlsPeer(certificate, server, attack == Attack.RENEGOTIATION ? "TLSv1.2" : "TLSv1.3")) {
                attack(attack, peer, peer.join("/h" + Thread.currentThread().getId()));
            } catch (IOException e) {
                // Thrown out. It comes back.
            }
        }
    }

    private void attack(Attack attack, TlsPeer peer, String id) throws IOException {
        String signal = "{\"Signal\":{\"receiver\":\"" + id + "\",\"data\":\"" + "x".repeat(50_000) + "\"}}";
        for (int i = 0; i < AT_ONCE_MAX && !timeIsOver(); i++) {
            switch (attack) {
                case KEY_UPDATES, RENEGOTIATION -> peer.shakeHandsAgain();
                case TINY_RECORDS -> peer.write(new byte[] {(byte) (i == 0 ? 0x81 : i == 1 ? 0xfe : 0x7f)});
                case NEVER_READS -> peer.send(signal);
                case HALF_A_MESSAGE -> {
                    peer.write(new byte[] {0x01, (byte) 0xfe, 0x7f, 0x7f, 0, 0, 0, 0, 1, 2, 3});
                    peer.next(); // Until the server has had enough.
                }
            }
        }
    }
}
