package dev.muster.p2p;

import dev.muster.domain.DomainCommand;
import dev.muster.domain.Sender;
import java.util.Objects;

/**
 * A command that the host has to decide for somebody else.
 *
 * @param ticket names it, to say what became of it
 * @param sender who sent it, as proved by the link it came through; or the session itself, about somebody who is lost
 */
public record ReceivedCommand(long ticket, Sender sender, DomainCommand command) {
    public ReceivedCommand {
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(command, "command");
    }
}
