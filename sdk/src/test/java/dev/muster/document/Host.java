package dev.muster.document;

import dev.muster.session.P2PLoopBuilder;
import dev.muster.session.SessionLoop;
import dev.muster.transport.IceServer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The host program of the konnekt document, line by line. Arguments: the signalling server, and any STUN servers. As
 * there, it sleeps between its polls and never drains its events.
 */
public final class Host {
    private static final long INTERVAL_MILLIS = 100;

    private Host() {}

    public static void main(String[] arguments) throws InterruptedException {
        var iceServers = Stream.of(arguments).skip(1).map(IceServer::stun).toList();
        var hosted = new P2PLoopBuilder()
                .buildSessionHost(arguments[0], iceServers, "My Lobby", "Alice")
                .join();
        SessionLoop sessionLoop = hosted.loop();
        System.out.println("Session ID: " + hosted.sessionId());
        System.out.println("Share this ID with guests to join!");
        while (true) {
            TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
            sessionLoop.poll();
            sessionLoop
                    .lobby()
                    .ifPresent(lobby -> System.out.println(
                            "Participants: " + lobby.participants().size()));
        }
    }
}
