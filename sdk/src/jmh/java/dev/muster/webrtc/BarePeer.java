package dev.muster.webrtc;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The same measurement with the native library alone: no poll, no events, no copies. Descriptions go through
 * standard input and output. It is what our transport is held against.
 */
final class BarePeer {
    private static final long BUFFERED_BYTES_MAX = 1024 * 1024;
    private static final long PAUSE_NANOS = 1_000_000;

    private final RTCPeerConnection connection;
    private final RTCDataChannel channel;
    private final CompletableFuture<Void> gathered = new CompletableFuture<>();
    private final Semaphore opened = new Semaphore(0);
    private final Semaphore answered = new Semaphore(0);
    private final SynchronousQueue<String> rates = new SynchronousQueue<>();
    private final Throughput arriving = new Throughput();

    private BarePeer() throws WebRtcUnavailableException {
        NativeLibrary.load();
        var factory = new PeerConnectionFactory(new HeadlessAudioDeviceModule());
        connection = factory.createPeerConnection(new RTCConfiguration(), new PeerConnectionObserver() {
            @Override
            public void onIceCandidate(RTCIceCandidate candidate) {
                // The description carries them all.
            }

            @Override
            public void onIceGatheringChange(RTCIceGatheringState state) {
                if (state == RTCIceGatheringState.COMPLETE) {
                    gathered.complete(null);
                }
            }
        });
        var options = new RTCDataChannelInit();
        options.negotiated = true;
        options.id = 0;
        channel = connection.createDataChannel("bare", options);
        channel.registerObserver(new Observer());
    }

    /**
     * The entry of the process.
     *
     * @param arguments {@code anchor} or {@code visitor}
     */
    public static void main(String[] arguments) throws Exception {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var peer = new BarePeer();
        if (arguments[0].equals("anchor")) {
            peer.apply(RTCSdpType.OFFER, orders.readLine());
            peer.describe(false);
        } else {
            peer.describe(true);
            peer.apply(RTCSdpType.ANSWER, orders.readLine());
        }
        peer.opened.acquire();
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] order = line.split(" ", 2);
            int number = Integer.parseInt(order[1]);
            say(
                    order[0].equals("echoes")
                            ? "echoes " + MeasuredPeer.percentiles(peer.echoes(number))
                            : "rate " + peer.stream(number));
        }
        System.exit(0);
    }

    private long[] echoes(int count) throws Exception {
        byte[] ping = Mark.ECHO.bytes(64);
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long begun = System.nanoTime();
            send(ping);
            answered.acquire();
            nanos[i] = System.nanoTime() - begun;
        }
        return Arrays.copyOfRange(nanos, count / 4, count);
    }

    private String stream(int size) throws Exception {
        byte[] block = Mark.STREAM.bytes(size);
        long end = System.nanoTime() + Throughput.STREAMING_NANOS;
        while (System.nanoTime() - end < 0) {
            if (channel.getBufferedAmount() < BUFFERED_BYTES_MAX) {
                send(block);
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        send(Mark.END.bytes(1));
        return rates.take();
    }

    private void send(byte[] bytes) throws Exception {
        channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(bytes), true));
    }

    private void describe(boolean offers) throws Exception {
        var made = new CompletableFuture<RTCSessionDescription>();
        var observer = new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                made.complete(description);
            }

            @Override
            public void onFailure(String error) {
                made.completeExceptionally(new IllegalStateException(error));
            }
        };
        if (offers) {
            connection.createOffer(new RTCOfferOptions(), observer);
        } else {
            connection.createAnswer(new RTCAnswerOptions(), observer);
        }
        set(made.get(), true);
        gathered.get();
        byte[] sdp = connection.getLocalDescription().sdp.getBytes(StandardCharsets.UTF_8);
        say("sdp " + Base64.getEncoder().encodeToString(sdp));
    }

    private void apply(RTCSdpType type, String encoded) throws Exception {
        String sdp = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        set(new RTCSessionDescription(type, sdp), false);
    }

    private void set(RTCSessionDescription description, boolean local) throws Exception {
        var done = new CompletableFuture<Void>();
        var observer = new SetSessionDescriptionObserver() {
            @Override
            public void onSuccess() {
                done.complete(null);
            }

            @Override
            public void onFailure(String error) {
                done.completeExceptionally(new IllegalStateException(error));
            }
        };
        if (local) {
            connection.setLocalDescription(description, observer);
        } else {
            connection.setRemoteDescription(description, observer);
        }
        done.get();
    }

    private static void say(String line) {
        System.out.println("@ " + line);
        System.out.flush();
    }

    private final class Observer implements RTCDataChannelObserver {
        @Override
        public void onBufferedAmountChange(long previousAmount) {
            // Never called by this version.
        }

        @Override
        public void onStateChange() {
            if (channel.getState() == RTCDataChannelState.OPEN) {
                opened.release();
            }
        }

        @Override
        public void onMessage(RTCDataChannelBuffer buffer) {
            try {
                receive(buffer.data);
            } catch (Exception e) {
                say("failed " + e);
                Runtime.getRuntime().halt(1);
            }
        }

        private void receive(ByteBuffer data) throws Exception {
            int size = data.remaining();
            switch (Mark.of(data.get(0))) {
                case ECHO -> send(Mark.ECHOED.bytes(size));
                case ECHOED -> answered.release();
                case STREAM -> arriving.arrived(size);
                case END -> send(Mark.RATE.before(arriving.finish()).getBytes(StandardCharsets.UTF_8));
                case RATE -> {
                    byte[] text = new byte[size - 1];
                    data.position(1).get(text);
                    rates.put(new String(text, StandardCharsets.UTF_8));
                }
            }
        }
    }
}
