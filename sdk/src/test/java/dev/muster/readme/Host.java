package dev.muster.readme;

import dev.muster.session.P2PLoopBuilder;
import dev.muster.session.SessionLoop;
import dev.muster.transport.IceServer;
import java.util.stream.Stream;

public class Host {
    public static void main(String[] arguments) throws InterruptedException {
        var iceServers = Stream.of(arguments).skip(1).map(IceServer::stun).toList();
        var hosted = new P2PLoopBuilder()
                .buildSessionHost(arguments[0], iceServers, "My Lobby", "Alice")
                .join();
        System.out.println("Share this id: " + hosted.sessionId());
        SessionLoop loop = hosted.loop();
        while (true) {
            loop.awaitWork(SessionLoop.POLL_INTERVAL);
            loop.poll();
            if (!loop.domain().drainEvents().isEmpty()) {
                loop.lobby().ifPresent(System.out::println);
            }
        }
    }
}
