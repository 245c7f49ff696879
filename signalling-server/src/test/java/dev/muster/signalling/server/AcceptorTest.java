package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.signalling.server.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AcceptorTest {
    private final Metrics metrics = new Metrics();

    /** Whatever goes wrong with one connection, it is closed, and the next one is served. */
    @Test
    void aBugWithOneConnectionCostsThatConnectionAlone() throws IOException {
        List<SocketChannel> served = new ArrayList<>();
        try (Selector selector = Selector.open();
                ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.configureBlocking(false);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int[] count = new int[1];
            Acceptor acceptor = new Acceptor(listening, selector, Limits.standard(), metrics, channel -> {
                count[0]++;
                if (count[0] == 1) {
                    throw new IllegalStateException("planted");
                }
                served.add(channel);
            });
            InetSocketAddress address = (InetSocketAddress) listening.getLocalAddress();
            try (Socket first = new Socket(address.getAddress(), address.getPort());
                    Socket second = new Socket(address.getAddress(), address.getPort())) {
                while (count[0] < 2) {
                    selector.select();
                    acceptor.ready(selector.selectedKeys().iterator().next(), 0);
                    selector.selectedKeys().clear();
                }
                assertEquals(-1, first.getInputStream().read());
                assertTrue(second.isConnected());
                assertEquals(1, served.size());
                assertEquals(1, metrics.acceptFailures());
                assertEquals(second.getLocalPort(), served.get(0).socket().getPort());
            }
            for (SocketChannel channel : served) {
                channel.close();
            }
        }
    }
}
