package dev.muster.tcp;

import dev.muster.transport.Channel;
import dev.muster.transport.CloseReason;
import dev.muster.transport.Fingerprint;
import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Streams that were accepted and have not said yet what they want. Their number and their time are bounded. */
final class Strangers {
    /** How many may be here at once; further ones are closed at the door. */
    static final int STRANGERS_MAX = 64;

    private final TcpTransport transport;
    /** Touched by the listener's thread, which adds, and by the owner's, which removes. */
    private final Set<Stranger> present = ConcurrentHashMap.newKeySet();

    Strangers(TcpTransport transport) {
        this.transport = transport;
    }

    /** On the listener's thread. */
    void arrived(Socket plain) {
        var stranger = new Stranger();
        try {
            if (present.size() >= STRANGERS_MAX) {
                plain.close();
                return;
            }
            FramedSocket socket = transport.frame(plain, true, stranger);
            stranger.socket = socket;
            present.add(stranger);
            socket.start();
            transport.after(transport.timeoutMillis(), () -> transport.later(() -> showOut(stranger)));
        } catch (IOException failure) {
            present.remove(stranger);
        }
    }

    void close() {
        present.forEach(Stranger::dismiss);
        present.clear();
    }

    /** Who has not said what it wants by now will not. */
    private void showOut(Stranger stranger) {
        if (present.remove(stranger)) {
            stranger.dismiss();
        }
    }

    private final class Stranger implements FramedSocket.Handler {
        private volatile @Nullable FramedSocket socket;
        private @Nullable Fingerprint certificate;

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
            present.remove(this);
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
            present.remove(this);
        }
    }
}
