package dev.muster.document;

import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.identity.SessionId;
import dev.muster.session.P2PLoopBuilder;
import dev.muster.session.SessionLoop;
import dev.muster.transport.IceServer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The guest program of the konnekt document, line by line. Arguments: the signalling server, the session's id, and any
 * STUN servers.
 */
public final class Guest {
    private static final long INTERVAL_MILLIS = 100;

    private Guest() {}

    public static void main(String[] arguments) throws InterruptedException {
        SessionId sessionId = SessionId.parse(arguments[1]);
        var iceServers = Stream.of(arguments).skip(2).map(IceServer::stun).toList();
        var joined = new P2PLoopBuilder()
                .buildSessionGuest(arguments[0], sessionId, iceServers)
                .join();
        SessionLoop sessionLoop = joined.loop();
        while (sessionLoop.lobby().isEmpty()) {
            sessionLoop.poll();
            TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
        }
        System.out.println("Lobby synced!");
        sessionLoop.submitCommand(new JoinLobby(joined.lobbyId(), "Bob"));
        while (true) {
            TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
            sessionLoop.poll();
        }
    }
}
