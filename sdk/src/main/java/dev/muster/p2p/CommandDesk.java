package dev.muster.p2p;

import dev.muster.domain.DomainCommand;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.Refusal;
import dev.muster.domain.RefusalCode;
import dev.muster.domain.Sender;
import dev.muster.identity.Actor;
import dev.muster.identity.PublicKey;
import dev.muster.wire.Author;
import dev.muster.wire.Decoded;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LobbyJson;
import dev.muster.wire.PeerJson;
import dev.muster.wire.SyncMessage.CommandOutcome;
import dev.muster.wire.SyncMessage.CommandRequest;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where guests bring their commands: those that can be decided wait in the {@link CommandIntake}, the others are
 * answered at once. Belongs to one thread.
 */
final class CommandDesk {
    /** A command is decided if its author knew one of the last so many events. */
    static final int KNOWN_EVENTS_MAX = 1_024;

    /** Or one of the last so much lobby time. */
    static final Duration KNOWN_TIME_MAX = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(HostSide.class);

    private final Self self;
    private final Outlet outlet;
    private final EventLog log;
    private final Replica replica;
    private final CommandIntake intake;
    private final Audience audience;
    private final SignatureBudget checks;

    CommandDesk(
            Self self,
            Outlet outlet,
            WrittenLog written,
            CommandIntake intake,
            Audience audience,
            SignatureBudget checks) {
        this.self = self;
        this.outlet = outlet;
        this.log = written.log();
        this.replica = written.replica();
        this.intake = intake;
        this.audience = audience;
        this.checks = checks;
    }

    /** Takes a command of a guest, or tells what became of it. */
    void take(Actor from, CommandRequest request) {
        var author = new Author(from, request.number());
        Decoded<DomainCommand> decoded =
                LobbyJson.decodeCommand(request.command().toByteArray());
        if (decoded instanceof Decoded.Rejected<DomainCommand> rejected) {
            outlet.close(
                    from, new Farewell(FarewellCode.PROTOCOL, "That command was not understood: " + rejected.reason()));
            return;
        }
        DomainCommand command = ((Decoded.Ok<DomainCommand>) decoded).value();
        if (replica.authors().standingOf(author) == AuthorLedger.Standing.LOGGED) {
            tellThatItIsLogged(author);
            return;
        }
        Optional<Refusal> refusal = isTooLate(request, command)
                ? Optional.of(new Refusal(
                        RefusalCode.TOO_LATE, "That was decided on so long ago that nobody can mean it any more."))
                : intake.take(author, sender(from, request), command);
        refusal.ifPresent(why -> tellOutcome(author, why));
        if (refusal.isEmpty() && command instanceof JoinLobby join) {
            LOG.info("Guest '{}' joining via P2P", Printable.of(join.guestName()));
        }
    }

    private Sender sender(Actor from, CommandRequest request) {
        ParticipantId participant = replica.idOf(from.key());
        return request.password()
                .filter(proof -> checks.take())
                .filter(proof -> self.checker()
                        .isSignedBy(
                                PublicKey.parse(proof.key().hex()),
                                Words.password(self.session(), from, self.actor()),
                                proof.signature()))
                .<Sender>map(proof -> new Sender.Person(participant, Optional.of(proof.key())))
                .orElseGet(() -> Sender.person(participant));
    }

    /** Nobody may save commands up for later; who wants in has nothing to know yet. */
    private boolean isTooLate(CommandRequest request, DomainCommand command) {
        long known = request.knownSequence();
        if (command instanceof JoinLobby || known >= log.lastSequence() - KNOWN_EVENTS_MAX) {
            return false;
        }
        return log.find(known)
                .map(entry -> entry.at().plus(KNOWN_TIME_MAX).isBefore(log.lastTime()))
                .orElse(true);
    }

    /** Tells a guest why its command was refused. */
    void tellOutcome(Author author, Refusal refusal) {
        if (!author.actor().equals(self.actor())) {
            outlet.send(author.actor(), PeerJson.encode(new CommandOutcome(author.number(), Optional.of(refusal))));
        }
    }

    /** Whoever is in finds the command's events in the log; whoever left with it, and missed them, does not. */
    private void tellThatItIsLogged(Author author) {
        boolean hearsEvents =
                audience.find(author.actor()).filter(one -> one.member).isPresent();
        if (!hearsEvents) {
            outlet.send(author.actor(), PeerJson.encode(new CommandOutcome(author.number(), Optional.empty())));
        }
    }
}
