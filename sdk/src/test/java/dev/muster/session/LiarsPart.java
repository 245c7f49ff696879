package dev.muster.session;

import dev.muster.domain.LifecycleCommand.EndLobby;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.identity.Hash;
import dev.muster.identity.Signature;
import dev.muster.wire.LobbyEvent;
import dev.muster.wire.RawJson;
import dev.muster.wire.SyncMessage.Confirmation;
import dev.muster.wire.SyncMessage.EventBroadcast;
import dev.muster.wire.SyncMessage.Head;
import dev.muster.wire.SyncMessage.RequestFullSync;
import dev.muster.wire.SyncMessage.RequestMissingEvents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What the liar of a story says. */
final class LiarsPart {
    private final World.Player host;
    private final Liar liar;
    private long commands;

    LiarsPart(World world, World.Player host) {
        this.host = host;
        this.liar = Liar.guest(world, host, "Mallory");
    }

    boolean isThrownOut() {
        return liar.isThrownOut();
    }

    void lie(SplittableRandom dice) {
        Hash hash = Hash.of(new byte[] {(byte) dice.nextInt(256)});
        var nothing = new Signature(new byte[Signature.BYTES]);
        long sequence = 1L + dice.nextInt(60);
        var event = new LobbyEvent(
                sequence,
                host.lobbyId(),
                new LobbyTime(dice.nextInt(100_000)),
                0,
                hash,
                Optional.empty(),
                RawJson.takeOver("{\"type\":\"lobby_ended\"}".getBytes(StandardCharsets.UTF_8)));
        switch (dice.nextInt(8)) {
            case 0 -> liar.say(new EventBroadcast(event));
            case 1 -> liar.say(new Head(0, sequence, hash, Optional.empty(), nothing, List.of()));
            case 2 -> liar.say(new Confirmation(0, sequence, hash, nothing));
            case 3 -> liar.say(new RequestMissingEvents(host.lobbyId(), 1, sequence));
            case 4 -> liar.say(new RequestFullSync(host.lobbyId(), sequence));
            case 5 -> liar.command(++commands, 0, new JoinLobby(host.lobbyId(), "Mallory"));
            case 6 -> liar.command(1 + dice.nextInt(5), sequence, new SendChat(host.lobbyId(), host.id(), "a lie"));
            default -> liar.command(++commands, sequence, new EndLobby(host.lobbyId()));
        }
    }
}
