package dev.muster.signalling.server.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the server counts. The loop thread writes, any thread may read. */
public final class Metrics {
    private static final String PREFIX = "muster_signalling_";

    private final LongAdder connectionsOpened = new LongAdder();
    private final LongAdder connectionsClosed = new LongAdder();
    private final LongAdder joins = new LongAdder();
    private final LongAdder leaves = new LongAdder();
    private final LongAdder relays = new LongAdder();
    private final LongAdder relayedBytes = new LongAdder();
    private final LongAdder sendersHeldBack = new LongAdder();
    private final LongAdder sendersReadAgain = new LongAdder();
    private final LongAdder keepAlives = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder acceptFailures = new LongAdder();
    private final LongAdder callbackFailures = new LongAdder();
    private final LongAdder tlsReloads = new LongAdder();
    private final LongAdder tlsReloadFailures = new LongAdder();
    private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);
    private final Map<Drop, LongAdder> drops = new EnumMap<>(Drop.class);
    private final AtomicLong bufferedBytes = new AtomicLong();
    private final AtomicLong waitingHandshakes = new AtomicLong();
    private final LatencyHistogram relayLatency = new LatencyHistogram();

    /** All counts at zero. */
    public Metrics() {
        for (Refusal refusal : Refusal.values()) {
            refusals.put(refusal, new LongAdder());
        }
        for (Drop drop : Drop.values()) {
            drops.put(drop, new LongAdder());
        }
    }

    public void connectionOpened() {
        connectionsOpened.increment();
    }

    public void connectionClosed() {
        connectionsClosed.increment();
    }

    public void joined() {
        joins.increment();
    }

    public void left() {
        leaves.increment();
    }

    /** A signal was passed on. */
    public void relayed() {
        relays.increment();
    }

    /** What was passed on has so many bytes, as its receiver will read it. */
    public void relayedBytes(int bytes) {
        relayedBytes.add(bytes);
    }

    /** The system has taken {@code count} relayed signals; the oldest took {@code nanos} through the server. */
    public void delivered(long nanos, int count) {
        relayLatency.record(nanos, count);
    }

    /** A sender is not read any more until its readers have taken what it has sent. */
    public void heldBack() {
        sendersHeldBack.increment();
    }

    /** A sender that was held back is read again, or has gone. */
    public void readAgain() {
        sendersReadAgain.increment();
    }

    public void keptAlive() {
        keepAlives.increment();
    }

    public void received(int bytes) {
        receivedBytes.add(bytes);
    }

    public void sent(int bytes) {
        sentBytes.add(bytes);
    }

    public void refused(Refusal refusal) {
        adder(refusals, refusal).increment();
    }

    public void dropped(Drop drop) {
        adder(drops, drop).increment();
    }

    /**
     * How full the server is now.
     *
     * @param buffered bytes that wait, in either direction
     * @param handshakes connections that have not sent their request
     */
    public void filled(long buffered, int handshakes) {
        bufferedBytes.lazySet(buffered);
        waitingHandshakes.lazySet(handshakes);
    }

    public void acceptFailed() {
        acceptFailures.increment();
    }

    public void callbackFailed() {
        callbackFailures.increment();
    }

    public void tlsReloaded(boolean good) {
        (good ? tlsReloads : tlsReloadFailures).increment();
    }

    public long connections() {
        return connectionsOpened.sum() - connectionsClosed.sum();
    }

    public long bufferedBytes() {
        return bufferedBytes.get();
    }

    /** Senders that are held back now. */
    public long sendersHeldBack() {
        return sendersHeldBack.sum() - sendersReadAgain.sum();
    }

    /** How often a sender has been held back. */
    public long sendersEverHeldBack() {
        return sendersHeldBack.sum();
    }

    public long waitingHandshakes() {
        return waitingHandshakes.get();
    }

    public long joins() {
        return joins.sum();
    }

    public long peers() {
        return joins.sum() - leaves.sum();
    }

    public long relays() {
        return relays.sum();
    }

    public long refusals(Refusal refusal) {
        return adder(refusals, refusal).sum();
    }

    public long refusals() {
        return refusals.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public long drops(Drop drop) {
        return adder(drops, drop).sum();
    }

    public long tlsReloads() {
        return tlsReloads.sum();
    }

    public long tlsReloadFailures() {
        return tlsReloadFailures.sum();
    }

    public long callbackFailures() {
        return callbackFailures.sum();
    }

    public long acceptFailures() {
        return acceptFailures.sum();
    }

    /**
     * All of it in the text format of Prometheus.
     *
     * @param rooms how many rooms exist now
     * @param uptimeSeconds since the server started
     */
    public String toPrometheus(int rooms, double uptimeSeconds) {
        PrometheusText text = new PrometheusText(PREFIX);
        text.gauge("uptime_seconds", "Time since the server started.", uptimeSeconds);
        text.gauge("connections", "Open TCP connections, peers or not.", connections());
        text.gauge("peers", "Peers in rooms.", peers());
        text.gauge("rooms", "Rooms with at least one peer; each matched group counts.", rooms);
        text.gauge("buffered_bytes", "Heap held for messages on their way, in either direction.", bufferedBytes());
        text.gauge("waiting_handshakes", "Connections that have not sent their request.", waitingHandshakes());
        text.gauge("senders_held_back", "Senders not read until their readers have caught up.", sendersHeldBack());
        text.counter("senders_held_back_total", "Times a sender was not read for that.", sendersEverHeldBack());
        text.counter("connections_total", "TCP connections accepted.", connectionsOpened.sum());
        text.counter("joins_total", "Peers that joined a room.", joins.sum());
        text.counter("leaves_total", "Peers that left their room.", leaves.sum());
        text.counter("relays_total", "Signals passed on.", relays.sum());
        text.counter("relayed_bytes_total", "Bytes of the frames that carry them.", relayedBytes.sum());
        text.counter("keep_alives_total", "KeepAlive messages received.", keepAlives.sum());
        text.counter("received_bytes_total", "Bytes read from sockets, TLS included.", receivedBytes.sum());
        text.counter("sent_bytes_total", "Bytes written to sockets, before TLS.", sentBytes.sum());
        text.counter("accept_failures_total", "Connections the system could not give us.", acceptFailures.sum());
        text.counter("callback_failures_total", "Callbacks of the embedder that threw.", callbackFailures.sum());
        text.counter("tls_reloads_total", "Certificates reloaded.", tlsReloads.sum());
        text.counter("tls_reload_failures_total", "Certificates that could not be reloaded.", tlsReloadFailures.sum());
        text.labelled("refusals_total", "Requests and connections refused.");
        refusals.forEach((refusal, count) -> text.sample("refusals_total", refusal.label(), count.sum()));
        text.labelled("drops_total", "Messages that had no effect.");
        drops.forEach((drop, count) -> text.sample("drops_total", drop.label(), count.sum()));
        text.histogram("relay_seconds", "From reading a signal to handing it to the system.", relayLatency);
        return text.toString();
    }

    private static <K extends Enum<K>> LongAdder adder(Map<K, LongAdder> adders, K key) {
        LongAdder adder = adders.get(key);
        if (adder == null) {
            throw new IllegalStateException("no counter for " + key);
        }
        return adder;
    }
}
