package dev.muster.readme;

import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.identity.SessionId;
import dev.muster.session.P2PLoopBuilder;
import dev.muster.session.SessionLoop;
import dev.muster.transport.IceServer;
import java.util.stream.Stream;

public class Guest {
    public static void main(String[] arguments) throws InterruptedException {
        var iceServers = Stream.of(arguments).skip(2).map(IceServer::stun).toList();
        var joined = new P2PLoopBuilder()
                .buildSessionGuest(arguments[0], SessionId.parse(arguments[1]), iceServers)
                .join();
        SessionLoop loop = joined.loop();
        loop.submitCommand(new JoinLobby(joined.lobbyId(), "Bob"));
        while (true) {
            loop.awaitWork(SessionLoop.POLL_INTERVAL);
            loop.poll();
            if (!loop.domain().drainEvents().isEmpty()) {
                loop.lobby().ifPresent(System.out::println);
            }
        }
    }
}
