package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK's own WebSocket client, which shares no line with us, served from end to end. */
@Timeout(60)
class JdkClientTest {
    private final SignallingServer server = Servers.start();

    @AfterEach
    void stop() {
        server.close();
    }

    /** Puts messages into a queue, and the close code as a message of its own. */
    private static final class Inbox implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                messages.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            messages.add("closed " + code);
            return null;
        }

        String next() throws InterruptedException {
            return Optional.ofNullable(messages.poll(20, TimeUnit.SECONDS)).orElseThrow();
        }

        String nextField(String name) throws InterruptedException {
            String event = next();
            assertEquals("{\"" + name + "\":\"", event.substring(0, name.length() + 5));
            return event.substring(name.length() + 5, event.length() - 2);
        }
    }

    private WebSocket connect(Inbox inbox, String path) {
        URI uri = URI.create("ws://127.0.0.1:" + server.boundAddress().getPort() + path);
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, inbox)
                .join();
    }

    @Test
    void twoClientsMeetTalkAndPart() throws InterruptedException {
        Inbox a = new Inbox();
        Inbox b = new Inbox();
        WebSocket aSocket = connect(a, "/room?next=2");
        String aId = a.nextField("IdAssigned");
        WebSocket bSocket = connect(b, "/room?next=2");
        String bId = b.nextField("IdAssigned");
        assertEquals(bId, a.nextField("NewPeer"));
        String offer = "{\"Offer\":\"" + "v=0\\r\\n".repeat(2_000) + "\"}";
        aSocket.sendText("{\"Signal\":{\"receiver\":\"" + bId + "\",\"data\":" + offer + "}}", true)
                .join();
        assertEquals("{\"Signal\":{\"sender\":\"" + aId + "\",\"data\":" + offer + "}}", b.next());
        bSocket.sendText("{\"Signal\":{\"receiver\":\"" + aId + "\",", false)
                .thenCompose(socket -> socket.sendText("\"data\":{\"Answer\":\"v=0\"}}}", true))
                .join();
        assertEquals("{\"Signal\":{\"sender\":\"" + bId + "\",\"data\":{\"Answer\":\"v=0\"}}}", a.next());
        bSocket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
        assertEquals("closed 1000", b.next());
        assertEquals(bId, a.nextField("PeerLeft"));
        server.close();
        assertEquals("closed 1001", a.next());
    }

    @Test
    void aRefusalReachesTheClientAsAStatus() {
        CompletionException failure = assertThrows(CompletionException.class, () -> connect(new Inbox(), "/r?next=0"));
        WebSocketHandshakeException refused = (WebSocketHandshakeException) failure.getCause();
        assertEquals(
                400, Optional.ofNullable(refused).orElseThrow().getResponse().statusCode());
    }
}
