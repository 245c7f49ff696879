package dev.muster.webrtc;

import dev.muster.signalling.MatchboxClient;
import dev.muster.signalling.SignallingConfig;
import dev.muster.signalling.SignallingUrl;
import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.ConnectionId;
import dev.muster.transport.IceServer;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.transport.SendOutcome;
import dev.muster.transport.TransportEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A player's process as small as it gets: joins a room, connects to everybody, counts numbered messages. Orders come
 * in on standard input, what happens goes out on standard output, one line each.
 *
 * <p>It does by hand what the layers above the transport will do: it tells its peers over the connection when
 * signalling gave it a new id, does not connect again to those it knows, and carries on over a new connection when one
 * stalled: both say how far they got, and send again from there.
 */
final class PeerProcess {
    /** How long an announced peer may still turn out to be a known one, once everybody is connected. */
    private static final Duration RECOGNITION = Duration.ofMinutes(1);

    private static final int NUMBERS_AHEAD = 64;

    /** A busy machine shall find out nothing about time-outs; who wants to see one lets it be {@code later}. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(60);

    private final WebRtcTransport transport;
    private final Queue<String> orders = new ConcurrentLinkedQueue<>();
    private final Semaphore wakeUps = new Semaphore(0);
    private long origin = System.nanoTime();
    private final Map<ConnectionId, Numbers> open = new LinkedHashMap<>();
    private final Map<PeerId, Numbers> left = new HashMap<>();
    private final Set<PeerId> known = new HashSet<>();
    private final Map<PeerId, Long> unrecognised = new HashMap<>();
    private Optional<PeerId> self = Optional.empty();
    private boolean settled;
    private boolean running = true;

    /** What was sent to and received from one peer. */
    private static final class Numbers {
        final Map<Channel, Integer> sent = new EnumMap<>(Channel.class);
        final Map<Channel, Integer> received = new EnumMap<>(Channel.class);
        final PeerId peer;
        int target;
        boolean told = true;
        boolean waitsForPosition;

        Numbers(PeerId peer) {
            this.peer = peer;
        }
    }

    private PeerProcess(WebRtcTransport transport) {
        this.transport = transport;
    }

    /**
     * The entry of the process.
     *
     * @param arguments the server's URL, the room, then {@code relay} for relayed routes only, then URL, user and
     *     password of TURN servers
     */
    public static void main(String[] arguments) throws Exception {
        boolean relay = arguments.length > 2 && arguments[2].equals("relay");
        List<IceServer> servers = new ArrayList<>();
        for (int i = 3; i + 2 < arguments.length; i += 3) {
            servers.add(IceServer.turn(arguments[i], arguments[i + 1], arguments[i + 2]));
        }
        var random = new SplittableRandom(ProcessHandle.current().pid());
        var room = SignallingConfig.of(SignallingUrl.of(arguments[0], arguments[1]));
        var config = WebRtcConfig.defaults()
                .withIceServers(servers)
                .withRelayOnly(relay)
                .withConnectTimeout(CONNECT_TIMEOUT);
        var process = new PeerProcess(WebRtcTransport.open(config, MatchboxClient.join(room, random), random));
        process.transport.onWakeUp(process.wakeUps::release);
        process.listen();
        process.run();
    }

    private void listen() {
        var thread = new Thread(() -> {
            try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                String line = in.readLine();
                while (line != null) {
                    orders.add(line);
                    wakeUps.release();
                    line = in.readLine();
                }
            } catch (IOException e) {
                say("cannot read orders: " + e);
            }
            orders.add("quit"); // Whoever gave the orders is gone.
            wakeUps.release();
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void run() throws InterruptedException {
        while (running) {
            Optional<TransportEvent> event = transport.poll(now());
            event.ifPresent(this::on);
            String order = orders.poll();
            if (order != null) {
                obey(order.split(" ", 2));
            }
            boolean sent = sendNumbers();
            boolean connected = connectToStrangers();
            if (event.isEmpty() && order == null && !sent && !connected) {
                long wait = Math.max(0, Math.min(transport.nextDeadlineNanos() - now(), 10_000_000));
                if (wakeUps.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
                    wakeUps.drainPermits();
                }
            }
        }
        transport.close();
        say("ended");
    }

    private void obey(String[] order) {
        switch (order[0]) {
            case "count" ->
                open.values().forEach(numbers -> {
                    numbers.target += Integer.parseInt(order[1]);
                    numbers.told = false;
                });
            case "restart" -> open.keySet().forEach(connection -> say("restart " + transport.restartIce(connection)));
            case "say" ->
                open.keySet().forEach(connection -> transport.send(connection, Channel.SYNC, Payload.ofUtf8(order[1])));
            case "status" ->
                open.forEach((connection, numbers) -> say("status sent " + numbers.sent + " received "
                        + numbers.received + " of " + numbers.target + " waiting "
                        + transport.bufferedBytes(connection, Channel.SYNC) + " and "
                        + transport.bufferedBytes(connection, Channel.MESSAGES)));
            case "settled" -> settled = true;
            // So that nobody has to wait for a time-out.
            case "later" ->
                origin -= Duration.ofSeconds(Long.parseLong(order[1])).toNanos();
            case "quit" -> running = false;
            default -> say("unknown order " + order[0]);
        }
    }

    private void on(TransportEvent event) {
        if (event instanceof TransportEvent.LocalIdAssigned assigned) {
            self = Optional.of(assigned.localId());
            open.keySet().forEach(this::introduce);
            say("id " + assigned.localId());
        } else if (event instanceof TransportEvent.PeerAnnounced announced) {
            unrecognised.put(announced.peer(), now() + (settled ? RECOGNITION.toNanos() : 0));
        } else if (event instanceof TransportEvent.ConnectionOffered offered) {
            transport.accept(offered.connection());
        } else if (event instanceof TransportEvent.ConnectionOpened opened) {
            open(opened.connection(), opened.details().peer());
        } else if (event instanceof TransportEvent.MessageReceived message) {
            receive(message);
        } else if (event instanceof TransportEvent.ConnectionClosed closed) {
            close(closed);
        } else if (event instanceof TransportEvent.ReachabilityChanged changed) {
            say("path " + changed.reachability());
        } else if (event instanceof TransportEvent.RouteChanged changed) {
            say("route " + changed.route().kind());
        } else if (event instanceof TransportEvent.SignallingLost) {
            say("signalling lost");
        } else if (event instanceof TransportEvent.SignallingRestored) {
            say("signalling restored");
        } else if (event instanceof TransportEvent.CandidateFailed failed) {
            say("candidate " + failed.code() + " " + failed.detail());
        } else if (event instanceof TransportEvent.NetworkChanged) {
            say("network changed");
        }
    }

    private void open(ConnectionId connection, PeerId peer) {
        known.add(peer);
        // The end of the old connection may come after the beginning of the new one.
        Optional<ConnectionId> old = open.entrySet().stream()
                .filter(other -> other.getValue().peer.equals(peer))
                .map(Map.Entry::getKey)
                .findFirst();
        Optional<Numbers> before = old.map(open::remove).or(() -> Optional.ofNullable(left.remove(peer)));
        if (before.isEmpty()) {
            open.put(connection, new Numbers(peer));
            say("open " + connection);
            return;
        }
        Numbers numbers = before.get();
        numbers.waitsForPosition = true;
        open.put(connection, numbers);
        say("again " + connection);
        String position = "position " + numbers.received.getOrDefault(Channel.SYNC, 0) + " "
                + numbers.received.getOrDefault(Channel.MESSAGES, 0);
        transport.send(connection, Channel.SYNC, Payload.ofUtf8(position));
    }

    private void goOnFrom(ConnectionId connection, String[] position) {
        Numbers numbers = open.get(connection);
        if (numbers != null) {
            numbers.sent.put(Channel.SYNC, Integer.parseInt(position[1]));
            numbers.sent.put(Channel.MESSAGES, Integer.parseInt(position[2]));
            numbers.waitsForPosition = false;
        }
    }

    private void close(TransportEvent.ConnectionClosed closed) {
        Numbers numbers = open.remove(closed.connection());
        if (numbers != null) {
            left.put(numbers.peer, numbers);
        }
        if (closed.reason() == CloseReason.STALLED) {
            say("stalled " + closed.detail());
            transport.connect(closed.peer());
        } else {
            say("closed " + closed.reason() + " " + closed.detail());
        }
    }

    private void introduce(ConnectionId connection) {
        self.ifPresent(id -> transport.send(connection, Channel.SYNC, Payload.ofUtf8("iam " + id)));
    }

    private void receive(TransportEvent.MessageReceived message) {
        String text = message.payload().toUtf8();
        if (text.startsWith("iam ")) {
            PeerId renamed = PeerId.parse(text.substring(4));
            transport.rebind(message.connection(), renamed);
            known.add(renamed);
            say("renamed");
            return;
        }
        if (text.startsWith("position ")) {
            goOnFrom(message.connection(), text.split(" ", -1));
            return;
        }
        if (text.startsWith("echo ")) {
            say("heard " + text);
            return;
        }
        Numbers numbers = open.get(message.connection());
        if (numbers == null) {
            return;
        }
        int expected = numbers.received.getOrDefault(message.channel(), 0);
        if (message.channel().reliable() && !text.equals(Integer.toString(expected))) {
            say("WRONG number " + text + " instead of " + expected + " on " + message.channel());
        }
        numbers.received.put(message.channel(), expected + 1);
        tellIfComplete(numbers);
    }

    /** Keeps each channel filled, but not overfull. */
    private boolean sendNumbers() {
        boolean sent = false;
        for (Map.Entry<ConnectionId, Numbers> entry : open.entrySet()) {
            Numbers numbers = entry.getValue();
            if (numbers.waitsForPosition) {
                continue;
            }
            for (Channel channel : Channel.values()) {
                int next = numbers.sent.getOrDefault(channel, 0);
                for (int i = 0; i < NUMBERS_AHEAD && next < numbers.target; i++) {
                    Payload payload = Payload.ofUtf8(Integer.toString(next));
                    if (transport.send(entry.getKey(), channel, payload) != SendOutcome.TAKEN) {
                        break;
                    }
                    next++;
                    sent = true;
                }
                numbers.sent.put(channel, next);
            }
            tellIfComplete(numbers);
        }
        return sent;
    }

    private void tellIfComplete(Numbers numbers) {
        boolean complete = Arrays.stream(Channel.values())
                .filter(Channel::reliable)
                .allMatch(channel -> numbers.sent.getOrDefault(channel, 0) >= numbers.target
                        && numbers.received.getOrDefault(channel, 0) >= numbers.target);
        if (complete && !numbers.told) {
            numbers.told = true;
            say("counted " + numbers.target + " realtime "
                    + (numbers.received.getOrDefault(Channel.REALTIME, 0) > 0 ? "some" : "none"));
        }
    }

    private boolean connectToStrangers() {
        boolean any = false;
        for (PeerId peer : List.copyOf(unrecognised.keySet())) {
            if (known.contains(peer)) {
                unrecognised.remove(peer);
            } else if (now() >= unrecognised.getOrDefault(peer, 0L)) {
                unrecognised.remove(peer);
                transport.connect(peer);
                any = true;
            }
        }
        return any;
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    /** With a mark, because the native library prints lines of its own. */
    private static void say(String line) {
        System.out.println("@ " + line);
        System.out.flush();
    }
}
