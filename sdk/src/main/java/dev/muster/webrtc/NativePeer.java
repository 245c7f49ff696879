package dev.muster.webrtc;

import dev.muster.transport.Channel;
import dev.muster.transport.Payload;
import dev.muster.transport.Reachability;
import dev.muster.transport.Route;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;

/**
 * One native peer connection with its three channels. It decides nothing: calls go in, notices come out of the inbox.
 *
 * <p>Only the owner of the transport calls it. No call throws because of what a peer sent; that is a notice too. After
 * {@link #close} every call does nothing.
 */
final class NativePeer {
    private final Listener listener;
    private final Callbacks callbacks;
    private final RTCPeerConnection connection;
    private final ByteBuffer outgoing;
    private final Map<Channel, RTCDataChannel> channels = new EnumMap<>(Channel.class);
    private boolean closed;

    /** What a peer connection reports, on the thread of the owner, until it is closed. */
    interface Listener {
        void offerMade(String sdp);

        void answerMade(String sdp);

        /** The offer or answer of the other side is in force. */
        void remoteApplied();

        /** A description could not be made or applied. */
        void negotiationFailed(String detail);

        void candidateFound(String candidate, String mid, int lineIndex);

        void candidateFailed(String url, int code, String detail);

        void pathChanged(Reachability reachability);

        void routeRead(Route route);

        void channelOpened(Channel channel);

        void channelClosed(Channel channel);

        void messageReceived(Channel channel, Payload payload);

        /**
         * More arrived than was fetched; what did not fit is lost, and with it the promise of the reliable channels.
         */
        void inboxOverrun();
    }

    NativePeer(NativeEngine engine, Inbox inbox, WebRtcConfig.Limits limits, Listener listener) {
        this.listener = listener;
        callbacks = new Callbacks(inbox, limits, listener);
        connection = engine.createPeer(callbacks);
        outgoing = engine.outgoing();
        try {
            for (Channel channel : Channel.values()) {
                channels.put(channel, open(channel));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    void makeOffer(boolean restartsIce) {
        var options = new RTCOfferOptions();
        options.iceRestart = restartsIce;
        negotiate(() -> connection.createOffer(options, callbacks.making(Listener::offerMade)));
    }

    void makeAnswer() {
        negotiate(() -> connection.createAnswer(new RTCAnswerOptions(), callbacks.making(Listener::answerMade)));
    }

    void applyLocal(RTCSdpType type, String sdp) {
        var description = new RTCSessionDescription(type, sdp);
        negotiate(() -> connection.setLocalDescription(description, callbacks.applying(to -> {})));
    }

    void applyRemote(RTCSdpType type, String sdp) {
        var description = new RTCSessionDescription(type, sdp);
        negotiate(() -> connection.setRemoteDescription(description, callbacks.applying(Listener::remoteApplied)));
    }

    /** Takes back an offer of this side that was not answered. */
    void rollBack() {
        applyLocal(RTCSdpType.ROLLBACK, "");
    }

    /** Only after {@link Listener#remoteApplied}: before it the library drops candidates without a word. */
    void addCandidate(String candidate, String mid, int lineIndex) {
        if (!closed) {
            try {
                connection.addIceCandidate(new RTCIceCandidate(mid, lineIndex, candidate));
            } catch (RuntimeException | Error e) {
                listener.candidateFailed("", 0, "a candidate of the peer was refused: " + onlyOrdinary(e));
            }
        }
    }

    /**
     * Hands a message to the library, which copies it before it returns. The caller has checked size, state and room.
     *
     * <p>It is handed over in native memory: an array is copied twice more on its way, once because a payload does not
     * give its own away, and once into native memory.
     */
    void send(Channel channel, Payload payload) {
        if (!closed) {
            int size = payload.size();
            outgoing.clear().put(payload.asReadOnlyBuffer());
            try {
                // The library sends the whole capacity, whatever the limit is.
                channel(channel).send(new RTCDataChannelBuffer(outgoing.slice(0, size), true));
            } catch (Exception e) {
                throw new IllegalStateException("the WebRTC library refused a message that keeps its rules", e);
            }
        }
    }

    int bufferedBytes(Channel channel) {
        return closed ? 0 : (int) Math.min(channel(channel).getBufferedAmount(), Integer.MAX_VALUE);
    }

    void askForRoute() {
        if (!closed) {
            connection.getStats(callbacks.route());
        }
    }

    /**
     * Closes the connection; the other side sees its channels close. The channels themselves are freed by the engine.
     */
    void close() {
        if (!closed) {
            closed = true;
            callbacks.detach();
            channels.values().forEach(RTCDataChannel::unregisterObserver);
            connection.close();
        }
    }

    private RTCDataChannel open(Channel channel) {
        var options = new RTCDataChannelInit();
        options.negotiated = true;
        options.id = channel.id();
        options.ordered = channel.reliable();
        if (!channel.reliable()) {
            options.maxRetransmits = 0;
        }
        RTCDataChannel opened = connection.createDataChannel(channel.label(), options);
        opened.registerObserver(callbacks.of(channel, opened));
        return opened;
    }

    private RTCDataChannel channel(Channel channel) {
        RTCDataChannel found = channels.get(channel);
        if (found == null) {
            throw new IllegalStateException("every connection has the channel " + channel);
        }
        return found;
    }

    private void negotiate(Runnable call) {
        if (!closed) {
            try {
                call.run();
            } catch (RuntimeException | Error e) {
                listener.negotiationFailed(onlyOrdinary(e));
            }
        }
    }

    /** The library throws errors for texts that it cannot parse; errors of the virtual machine are another matter. */
    static String onlyOrdinary(Throwable e) {
        if (e instanceof VirtualMachineError fatal) {
            throw fatal;
        }
        return String.valueOf(e.getMessage());
    }
}
