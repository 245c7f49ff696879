package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.signalling.server.metrics.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A server whose limits are tried, and the clients that try them. */
@Timeout(60)
abstract class RefusingServer {
    SignallingServer server = Servers.start();
    final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    final void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    void restart(UnaryOperator<SignallingServerBuilder> settings) {
        server.close();
        server = Servers.start(settings);
    }

    RawClient join(String path) throws IOException {
        RawClient client = RawClient.join(server, path);
        clients.add(client);
        client.nextId();
        return client;
    }

    RawClient tcp() throws IOException {
        RawClient client = RawClient.tcp(server.boundAddress());
        clients.add(client);
        return client;
    }

    void assertRefused(Refusal refusal, String status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
        assertEquals(status.startsWith("503") || status.startsWith("429"), answer.contains("\r\nRetry-After: 5\r\n"));
        assertEquals(1, server.metrics().refusals(refusal));
    }

    void assertClosed(Refusal refusal, int code, RawClient client) throws IOException {
        assertEquals(code, client.nextClose().code());
        client.awaitEnd();
        assertEquals(1, server.metrics().refusals(refusal));
    }
}
