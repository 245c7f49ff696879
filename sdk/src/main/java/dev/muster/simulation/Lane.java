package dev.muster.simulation;

import dev.muster.transport.Channel;
import dev.muster.transport.Payload;
import dev.muster.transport.TransportEvent;

/** One channel in one direction: who sends, who receives, and the links there and back. */
final class Lane {
    private final SimulatedNetwork network;
    private final Association association;
    private final SimulatedConnection sender;
    private final SimulatedConnection receiver;
    private final Channel channel;
    private final Link there;
    private final Link back;

    Lane(
            SimulatedNetwork network,
            Association association,
            SimulatedConnection sender,
            SimulatedConnection receiver,
            Channel channel) {
        this.network = network;
        this.association = association;
        this.sender = sender;
        this.receiver = receiver;
        this.channel = channel;
        this.there = network.link(sender, receiver);
        this.back = network.link(receiver, sender);
    }

    Channel channel() {
        return channel;
    }

    String senderName() {
        return sender.name();
    }

    String receiverName() {
        return receiver.name();
    }

    EventQueue queue() {
        return network.queue();
    }

    Link there() {
        return there;
    }

    Link back() {
        return back;
    }

    boolean senderOpen() {
        return sender.open() && sender.owner().alive();
    }

    boolean senderRuns() {
        return sender.owner().running();
    }

    /** Runs an action when the sender's machine is awake. */
    void whenSenderRuns(Runnable action) {
        sender.owner().peer().whenRunning(action);
    }

    /** Whether packets leave at all; ICE stops sending on a path that it gave up. */
    boolean usable() {
        return association.usable();
    }

    boolean reachesReceiver() {
        return receiver.receives() && !there.cut() && association.usable();
    }

    boolean reachesSender() {
        return sender.receives() && !back.cut() && association.usable();
    }

    boolean receiverHasRoomFor(int bytes) {
        return receiver.hasRoomFor(bytes);
    }

    /**
     * Hands a message to the receiver; the first one completes its handshake, as data implies the last packet of it.
     */
    void deliver(long number, Payload payload) {
        receiver.opened(sender);
        if (!receiver.open()) {
            return;
        }
        boolean corrupted = there.corrupts();
        trace(corrupted ? "garbles for" : "reaches", number, payload.size());
        receiver.deliver(channel, corrupted ? Payload.takeOver(there.corrupted(payload.toByteArray())) : payload);
    }

    void writable() {
        sender.owner().emit(new TransportEvent.ChannelWritable(sender.id(), channel));
    }

    void trace(String verb, long number, int bytes) {
        network.trace().message(network.nowNanos(), this, verb, number, bytes);
    }
}
