package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.identity.FastKeys;
import dev.muster.identity.Hash;
import dev.muster.identity.Identity;
import dev.muster.identity.Incarnation;
import dev.muster.identity.Nonce;
import dev.muster.identity.SessionId;
import dev.muster.identity.Signature;
import dev.muster.simulation.SimulatedNetwork;
import dev.muster.simulation.SimulatedPeer;
import dev.muster.transport.Transport;
import dev.muster.wire.Creation;
import dev.muster.wire.PeerJson;
import dev.muster.wire.RawJson;
import dev.muster.wire.SyncMessage;
import dev.muster.wire.SyncMessage.Confirmation;
import dev.muster.wire.Versions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** One session in a simulated network: a host that dials newcomers, and guests that seek it. */
final class LinkWorld {
    static final Versions VERSIONS = new Versions(Versions.PROTOCOL, "muster test", "chess 1");
    static final LinkConfig CONFIG = LinkConfig.DEFAULT.withSignatures(FastKeys.CHECKER);

    private static final Nonce NONCE = new Nonce(new byte[Nonce.BYTES]);

    private final SimulatedNetwork network;
    private final Creation creation = new Creation(FastKeys.identity("host").publicKey(), NONCE);
    private final SessionId session = SessionId.of(creation.creator(), creation.nonce());
    private final List<LinkPeer> peers = new ArrayList<>();
    private LinkConfig config = CONFIG;

    LinkWorld(long seed) {
        network = new SimulatedNetwork(seed);
    }

    LinkWorld with(LinkConfig changed) {
        config = changed;
        return this;
    }

    SimulatedNetwork network() {
        return network;
    }

    SessionId session() {
        return session;
    }

    Creation creation() {
        return creation;
    }

    List<LinkPeer> peers() {
        return peers;
    }

    LinkPeer host() {
        return add(machine("host"), local("host", 0, true)).dialsNewcomers();
    }

    LinkPeer guest(String name) {
        return add(machine(name), local(name, 0, false)).seeksAll();
    }

    List<LinkPeer> guests(int count) {
        List<LinkPeer> guests = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            guests.add(guest("guest" + i));
        }
        return guests;
    }

    /** A machine that joins after those before: the server announces it to them. */
    SimulatedPeer machine(String name) {
        SimulatedPeer machine = network.addPeer(name);
        assertTrue(network.runUntil(() -> machine.localId().isPresent(), Duration.ofSeconds(5)));
        return machine;
    }

    LinkPeer add(SimulatedPeer machine, LocalPeer self) {
        return add(machine, self, UnaryOperator.identity());
    }

    LinkPeer add(SimulatedPeer machine, LocalPeer self, UnaryOperator<Transport> around) {
        var peer = new LinkPeer(machine, config, self, around);
        peers.add(peer);
        return peer;
    }

    LocalPeer local(String name, int run, boolean host) {
        return local(FastKeys.identity(name), run, host);
    }

    LocalPeer local(Identity identity, int run, boolean host) {
        byte[] drawn = Hash.of(identity.publicKey().toByteArray(), new byte[] {(byte) run})
                .toByteArray();
        var incarnation = new Incarnation(Arrays.copyOf(drawn, Incarnation.BYTES));
        return new LocalPeer(
                session, identity, incarnation, host, host ? Optional.of(creation) : Optional.empty(), VERSIONS);
    }

    void run(Duration duration) {
        network.runFor(duration);
    }

    void runSeconds(double seconds) {
        run(Duration.ofMillis((long) (seconds * 1_000)));
    }

    void await(String what, BooleanSupplier condition) {
        await(what, Duration.ofSeconds(60), condition);
    }

    void await(String what, Duration most, BooleanSupplier condition) {
        assertTrue(network.runUntil(condition, most), () -> "never: " + what + "; events " + allEvents());
    }

    void awaitLinks(LinkPeer one, List<LinkPeer> others) {
        for (LinkPeer other : others) {
            await(one + " and " + other + " are linked", () -> one.isLinkedTo(other) && other.isLinkedTo(one));
        }
    }

    /** Something small that can be told apart by its number. */
    static SyncMessage message(long number) {
        var hash =
                new Hash(Hash.of(("" + number).getBytes(StandardCharsets.UTF_8)).toByteArray());
        return new Confirmation(0, number, hash, new Signature(new byte[Signature.BYTES]));
    }

    static RawJson document(long number) {
        return PeerJson.encode(message(number));
    }

    private String allEvents() {
        var text = new StringBuilder();
        peers.forEach(peer -> text.append("\n").append(peer).append(": ").append(peer.events()));
        return text.toString();
    }
}
