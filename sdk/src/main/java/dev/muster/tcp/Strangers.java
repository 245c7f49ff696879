package dev.muster.tcp;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.Fingerprint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Streams that were accepted and have not said yet what they want. Their number and their time are bounded. */
final class Strangers {
    /** How many may be here at once; further ones are closed at the door. */
    static final int STRANGERS_MAX = 64;

    /** How many of them may come from one other machine. */
    static final int STRANGERS_PER_ADDRESS_MAX = STRANGERS_MAX / 4;

    private final TcpTransport transport;
    /** Touched by the listener's thread, which adds, and by the owner's, which removes. */
    private final Set<Stranger> present = ConcurrentHashMap.newKeySet();

    private final FairPlaces places = new FairPlaces(STRANGERS_MAX, STRANGERS_PER_ADDRESS_MAX);

    Strangers(TcpTransport transport) {
        this.transport = transport;
    }

    /** On the listener's thread. */
    void arrived(Socket plain) {
        InetAddress origin = Addresses.originOf(plain);
        if (!places.take(origin)) {
            DirectoryLink.closeQuietly(plain);
            return;
        }
        var stranger = new Stranger(origin);
        present.add(stranger);
        try {
            FramedSocket socket = transport.frame(plain, true, stranger);
            stranger.socket = socket;
            stranger.patience =
                    transport.after(transport.timeoutMillis(), () -> transport.later(() -> showOut(stranger)));
            socket.start();
        } catch (IOException failure) {
            // It broke while it was let in, and is closed with that.
            leaves(stranger);
        }
    }

    void close() {
        present.forEach(Stranger::dismiss);
        present.clear();
    }

    /** True the first time. */
    private boolean leaves(Stranger stranger) {
        boolean wasHere = present.remove(stranger);
        if (wasHere) {
            places.giveBack(stranger.origin);
            stranger.patience.run();
        }
        return wasHere;
    }

    /** Who has not said what it wants by now will not. */
    private void showOut(Stranger stranger) {
        if (leaves(stranger)) {
            stranger.dismiss();
        }
    }

    private final class Stranger implements FramedSocket.Handler {
        private final InetAddress origin;
        private volatile @Nullable FramedSocket socket;
        /** Takes back the time-out, which would hold everything that belongs to the stream for as long. */
        private volatile Runnable patience = () -> {};

        private @Nullable Fingerprint certificate;

        Stranger(InetAddress origin) {
            this.origin = origin;
        }

        void dismiss() {
            FramedSocket current = socket;
            if (current != null) {
                current.closeNow();
            }
        }

        @Override
        public void onSecured(Fingerprint remote) {
            certificate = remote;
        }

        @Override
        public void onFrame(Frame frame) {
            leaves(this);
            FramedSocket current = socket;
            Fingerprint shown = certificate;
            if (current == null || shown == null) {
                return;
            }
            current.processed(frame);
            Word.read(frame).ifPresentOrElse(word -> transport.introduced(current, shown, word), current::closeNow);
        }

        @Override
        public void onWritable(Channel channel) {
            // Strangers have no channels.
        }

        @Override
        public void onClosed(CloseReason reason, String detail) {
            leaves(this);
        }
    }
}
