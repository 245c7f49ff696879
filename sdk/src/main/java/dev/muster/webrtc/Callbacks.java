package dev.muster.webrtc;

import dev.muster.transport.Channel;
import dev.muster.transport.Payload;
import dev.muster.transport.Reachability;
import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCPeerConnectionIceErrorEvent;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.RTCStatsCollectorCallback;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only code of ours that the native library's thread runs. Each method copies what it is given, posts it, and
 * returns.
 *
 * <p>Guarantees: no exception leaves a method, since the library would end the process over it; nothing waits, since
 * all connections of the transport would wait with it; after {@link #detach} nothing more is posted, and nothing but
 * this small object stays reachable from the library, which never lets go of an observer.
 */
final class Callbacks implements PeerConnectionObserver {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    /** Set while a thread runs a callback, so that code of users inside it is told what it must not do. */
    private static final ThreadLocal<Boolean> INSIDE = new ThreadLocal<>();

    /** What the queue, the task and the payload of one waiting message take beside its bytes. */
    private static final int MESSAGE_COST_BYTES = 128;

    private final Inbox inbox;
    private final WebRtcConfig.Limits limits;
    private final AtomicInteger waitingBytes = new AtomicInteger();
    private final AtomicInteger waitingRealtimeBytes = new AtomicInteger();
    private volatile NativePeer.@Nullable Listener listener;

    /** Written by the library's thread alone. */
    private boolean overrun;

    Callbacks(Inbox inbox, WebRtcConfig.Limits limits, NativePeer.Listener listener) {
        this.inbox = inbox;
        this.limits = limits;
        this.listener = listener;
    }

    /**
     * Refuses what would end the process if the library's own thread did it.
     *
     * @throws IllegalStateException inside a callback
     */
    static void requireOutside() {
        if (INSIDE.get() != null) {
            throw new IllegalStateException("a transport cannot be closed inside its wake-up hook;"
                    + " let the hook wake the owner, and close there");
        }
    }

    /** From now on everything that the library reports is dropped. */
    void detach() {
        listener = null;
    }

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
        guarded(() -> {
            String text = candidate.sdp;
            String mid = candidate.sdpMid;
            int index = candidate.sdpMLineIndex;
            post(to -> to.candidateFound(text, mid, index));
        });
    }

    @Override
    public void onIceCandidateError(RTCPeerConnectionIceErrorEvent event) {
        guarded(() -> {
            String url = Objects.requireNonNullElse(event.getUrl(), "");
            int code = event.getErrorCode();
            String text = Objects.requireNonNullElse(event.getErrorText(), "");
            post(to -> to.candidateFailed(url, code, text));
        });
    }

    @Override
    public void onConnectionChange(RTCPeerConnectionState state) {
        guarded(() -> {
            switch (state) {
                case CONNECTED -> post(to -> to.pathChanged(Reachability.REACHABLE));
                case DISCONNECTED -> post(to -> to.pathChanged(Reachability.UNREACHABLE));
                case FAILED -> post(to -> to.pathChanged(Reachability.FAILED));
                case NEW, CONNECTING, CLOSED -> {
                    // Says nothing about a path.
                }
            }
        });
    }

    /** For a description that the library makes; a failure goes to the listener. */
    CreateSessionDescriptionObserver making(BiConsumer<NativePeer.Listener, String> then) {
        return new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                guarded(() -> {
                    String text = description.sdp;
                    post(to -> then.accept(to, text));
                });
            }

            @Override
            public void onFailure(String error) {
                guarded(() -> post(to -> to.negotiationFailed(error)));
            }
        };
    }

    /** For a description that the library applies; a failure goes to the listener. */
    SetSessionDescriptionObserver applying(Consumer<NativePeer.Listener> then) {
        return new SetSessionDescriptionObserver() {
            @Override
            public void onSuccess() {
                guarded(() -> post(then));
            }

            @Override
            public void onFailure(String error) {
                guarded(() -> post(to -> to.negotiationFailed(error)));
            }
        };
    }

    /** For the answer to a question after the route. */
    RTCStatsCollectorCallback route() {
        return report -> guarded(() -> {
            var route = RouteReader.read(report);
            post(to -> to.routeRead(route));
        });
    }

    /** For one channel. Its state is read here, in order with the messages around it. */
    RTCDataChannelObserver of(Channel channel, RTCDataChannel source) {
        return new RTCDataChannelObserver() {
            @Override
            public void onBufferedAmountChange(long previousAmount) {
                // This version of the library never calls it; the owner asks for the amount instead.
            }

            @Override
            public void onStateChange() {
                guarded(() -> {
                    RTCDataChannelState state = source.getState();
                    if (state == RTCDataChannelState.OPEN) {
                        post(to -> to.channelOpened(channel));
                    } else if (state == RTCDataChannelState.CLOSED) {
                        post(to -> to.channelClosed(channel));
                    }
                });
            }

            @Override
            public void onMessage(RTCDataChannelBuffer buffer) {
                guarded(() -> receive(channel, buffer));
            }
        };
    }

    private void receive(Channel channel, RTCDataChannelBuffer buffer) {
        int size = buffer.data.remaining();
        AtomicInteger waiting = channel.reliable() ? waitingBytes : waitingRealtimeBytes;
        int bound = channel.reliable() ? limits.inboxBytes() : limits.realtimeInboxBytes();
        if (overrun || listener == null) {
            return;
        }
        // Small messages cost more than their bytes: without a fee, empty ones would not count at all.
        int cost = size + MESSAGE_COST_BYTES;
        if (waiting.get() + cost > bound) {
            if (channel.reliable()) {
                overrun = true;
                post(NativePeer.Listener::inboxOverrun);
            }
            return;
        }
        waiting.addAndGet(cost);
        byte[] copy = new byte[size];
        buffer.data.get(copy); // The library uses the memory again as soon as this method returns.
        Payload payload = Payload.takeOver(copy);
        post(to -> {
            waiting.addAndGet(-cost);
            to.messageReceived(channel, payload);
        });
    }

    private void post(Consumer<NativePeer.Listener> notice) {
        NativePeer.Listener to = listener;
        if (to != null) {
            inbox.post(() -> notice.accept(to));
        }
    }

    /** Catches everything, also errors: whatever leaves a callback ends the process. */
    private static void guarded(Runnable body) {
        INSIDE.set(Boolean.TRUE);
        try {
            body.run();
        } catch (Throwable t) {
            try {
                LOG.error("A callback of the WebRTC library failed", t);
            } catch (Throwable loggingFailed) {
                // Nothing is left to do that could not fail as well.
            }
        } finally {
            INSIDE.remove();
        }
    }
}
