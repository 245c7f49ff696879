package dev.muster.webrtc;

import dev.muster.signalling.MatchboxClient;
import dev.muster.signalling.SignallingConfig;
import dev.muster.signalling.SignallingUrl;
import dev.muster.transport.Channel;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.Payload;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One end of a measurement over our transport. The anchor stays and answers; the visitor comes, measures, and says
 * what it found. What passes between them is told apart by its first byte, see {@link Mark}.
 */
final class MeasuredPeer implements AutoCloseable {
    private static final long IDLE_NANOS_MAX = 5_000_000;

    private final Semaphore wakeUps = new Semaphore(0);
    private final WebRtcTransport transport;
    private final long origin = System.nanoTime();
    private final Throughput arriving = new Throughput();
    private Optional<ConnectionId> open = Optional.empty();
    private boolean answered;
    private boolean hasRoom = true;
    private String rate = "";

    private MeasuredPeer(String server, String room) throws WebRtcUnavailableException {
        var random = new SplittableRandom(System.nanoTime());
        var signalling = MatchboxClient.join(SignallingConfig.of(SignallingUrl.of(server, room)), random);
        transport = WebRtcTransport.open(WebRtcConfig.defaults(), signalling, random);
        transport.onWakeUp(wakeUps::release);
    }

    /**
     * The entry of the process.
     *
     * @param arguments the server's URL, the room, then {@code anchor} or {@code visitor}
     */
    public static void main(String[] arguments) throws Exception {
        String server = arguments[0];
        String room = arguments[1];
        if (arguments[2].equals("anchor")) {
            endWithParent();
            try (var anchor = new MeasuredPeer(server, room)) {
                while (true) {
                    anchor.step();
                }
            }
        }
        Optional<MeasuredPeer> visitor = Optional.empty();
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] order = line.split(" ", 2);
            int number = Integer.parseInt(order[1]);
            if (order[0].equals("opens")) {
                say("opens " + opens(server, room, number));
                continue;
            }
            // Everything but opening is measured over one connection, as it is with the bare library.
            if (visitor.isEmpty()) {
                visitor = Optional.of(connected(server, room));
            }
            MeasuredPeer measuring = visitor.get();
            say(
                    order[0].equals("echoes")
                            ? "echoes " + percentiles(measuring.echoes(number))
                            : "rate " + measuring.stream(number));
        }
        System.exit(0);
    }

    /** An anchor is told nothing; when whoever started it is gone, its input ends. */
    private static void endWithParent() {
        var watch = new Thread(() -> {
            try {
                var unused = System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException broken) {
                System.err.println("The parent is gone: " + broken);
            }
            Runtime.getRuntime().halt(0);
        });
        watch.setDaemon(true);
        watch.start();
    }

    private static String opens(String server, String room, int count) throws Exception {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long begun = System.nanoTime();
            MeasuredPeer visitor = connected(server, room);
            nanos[i] = System.nanoTime() - begun;
            visitor.close();
        }
        return percentiles(Arrays.copyOfRange(nanos, count / 4, count));
    }

    static String percentiles(long[] nanos) {
        Arrays.sort(nanos);
        return String.format(
                Locale.ROOT, "%.3f %.3f", nanos[nanos.length / 2] / 1e6, nanos[(int) (nanos.length * 0.9)] / 1e6);
    }

    private static void say(String line) {
        System.out.println("@ " + line);
        System.out.flush();
    }

    private static MeasuredPeer connected(String server, String room) throws Exception {
        var visitor = new MeasuredPeer(server, room);
        while (visitor.open.isEmpty()) {
            visitor.step();
        }
        return visitor;
    }

    private long[] echoes(int count) throws InterruptedException {
        Payload ping = Mark.ECHO.payload(64);
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            answered = false;
            long begun = System.nanoTime();
            send(Channel.SYNC, ping);
            while (!answered) {
                step();
            }
            nanos[i] = System.nanoTime() - begun;
        }
        return Arrays.copyOfRange(nanos, count / 4, count);
    }

    private String stream(int size) throws InterruptedException {
        Payload block = Mark.STREAM.payload(size);
        long end = System.nanoTime() + Throughput.STREAMING_NANOS;
        while (System.nanoTime() - end < 0) {
            send(Channel.MESSAGES, block);
        }
        rate = "";
        send(Channel.MESSAGES, Mark.END.payload(1));
        while (rate.isEmpty()) {
            step();
        }
        return rate;
    }

    private void send(Channel channel, Payload payload) throws InterruptedException {
        while (transport.send(open.orElseThrow(), channel, payload) != SendOutcome.TAKEN) {
            hasRoom = false;
            while (!hasRoom) {
                step();
            }
        }
    }

    private void step() throws InterruptedException {
        Optional<TransportEvent> event = transport.poll(now());
        if (event.isPresent()) {
            on(event.get());
            return;
        }
        long wait = Math.max(0, Math.min(transport.nextDeadlineNanos() - now(), IDLE_NANOS_MAX));
        if (wakeUps.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
            wakeUps.drainPermits();
        }
    }

    private void on(TransportEvent event) throws InterruptedException {
        if (event instanceof TransportEvent.PeerAnnounced announced) {
            transport.connect(announced.peer());
        } else if (event instanceof TransportEvent.ConnectionOffered offered) {
            transport.accept(offered.connection());
        } else if (event instanceof TransportEvent.ConnectionOpened opened) {
            open = Optional.of(opened.connection());
        } else if (event instanceof TransportEvent.ChannelWritable) {
            hasRoom = true;
        } else if (event instanceof TransportEvent.MessageReceived message) {
            receive(message.payload());
        }
    }

    private void receive(Payload payload) throws InterruptedException {
        switch (Mark.of(payload.byteAt(0))) {
            case ECHO -> send(Channel.SYNC, Mark.ECHOED.payload(payload.size()));
            case ECHOED -> answered = true;
            case STREAM -> arriving.arrived(payload.size());
            case END -> send(Channel.SYNC, Payload.ofUtf8(Mark.RATE.before(arriving.finish())));
            case RATE -> rate = payload.toUtf8().substring(1);
        }
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    @Override
    public void close() {
        transport.close();
    }
}
