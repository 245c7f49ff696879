package dev.muster.link;

import dev.muster.identity.Nonce;
import dev.muster.identity.Statement;
import dev.muster.identity.StatementKind;
import dev.muster.transport.ConnectionDetails;
import dev.muster.transport.ConnectionRole;
import dev.muster.transport.Fingerprint;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.Hello;
import dev.muster.wire.LinkMessage.HelloProof;
import dev.muster.wire.Versions;
import java.util.Locale;
import java.util.Optional;

/**
 * Two peers prove to each other who they are, over one connection. Each signs both greetings and both certificates, so
 * that neither a replay nor somebody in the middle, who has to show a certificate of its own, gets through.
 */
final class Handshake {
    private final LocalPeer self;
    private final ConnectionDetails details;
    private final Hello ours;

    Handshake(LocalPeer self, ConnectionDetails details, Nonce nonce) {
        this.self = self;
        this.details = details;
        this.ours = new Hello(self.versions(), self.session(), self.actor(), nonce, self.host(), self.creation());
    }

    /** One end of the connection, as it presents itself. */
    private record End(Hello hello, Fingerprint fingerprint) {}

    /** The first message. */
    Hello hello() {
        return ours;
    }

    /** Why somebody who greets like this cannot be talked to, whoever it really is. */
    Optional<Farewell> objectionTo(Hello theirs) {
        if (!theirs.session().equals(self.session())) {
            return refusal(FarewellCode.WRONG_SESSION, "This is another session; check the session id.");
        }
        Optional<Farewell> incompatible = incompatibility(self.versions(), theirs.versions());
        if (incompatible.isPresent()) {
            return incompatible;
        }
        if (theirs.actor().equals(ours.actor())) {
            return refusal(FarewellCode.PROTOCOL, "The greeting is this side's own.");
        }
        if (theirs.actor().key().equals(ours.actor().key())) {
            return refusal(
                    FarewellCode.ALREADY_CONNECTED,
                    "Another process plays with this key already; give each process a key of its own.");
        }
        if (theirs.host() && !knowsWhoMadeTheSession(theirs)) {
            return refusal(FarewellCode.NOT_PROVEN, "A host shows who made the session.");
        }
        return Optional.empty();
    }

    /** The second message, once their greeting is known. */
    HelloProof proof(Hello theirs) {
        return new HelloProof(self.identity().sign(statement(theirs, true)));
    }

    /** Whether their second message proves their first one. */
    boolean isProven(Hello theirs, HelloProof proof, LinkConfig config) {
        return config.signatures().isSignedBy(theirs.actor().key(), statement(theirs, false), proof.signature());
    }

    /** Whether it is host is shown by the terms that it tells of once it is linked. */
    private static boolean knowsWhoMadeTheSession(Hello theirs) {
        return theirs.creation()
                .filter(one -> theirs.session().isMadeBy(one.creator(), one.nonce()))
                .isPresent();
    }

    private static Optional<Farewell> incompatibility(Versions ours, Versions theirs) {
        if (ours.protocol() != theirs.protocol()) {
            return refusal(
                    FarewellCode.INCOMPATIBLE,
                    "Protocol " + ours.protocol() + " (" + ours.software() + ") and protocol " + theirs.protocol()
                            + " (" + theirs.software() + ") do not understand each other; update the older one.");
        }
        boolean bothNamed =
                !ours.application().isEmpty() && !theirs.application().isEmpty();
        if (bothNamed && !ours.application().equals(theirs.application())) {
            return refusal(
                    FarewellCode.INCOMPATIBLE,
                    "'" + ours.application() + "' and '" + theirs.application()
                            + "' do not play together; both players need the same game and version.");
        }
        return Optional.empty();
    }

    private static Optional<Farewell> refusal(FarewellCode code, String sentence) {
        return Optional.of(new Farewell(code, sentence));
    }

    /** What this side or the other one signs. The role makes the two differ, so that neither can be sent back. */
    private Statement statement(Hello theirs, boolean byUs) {
        boolean weOffered = details.role() == ConnectionRole.OFFERER;
        var us = new End(ours, details.localFingerprint());
        var them = new End(theirs, details.remoteFingerprint());
        ConnectionRole signerRole = weOffered == byUs ? ConnectionRole.OFFERER : ConnectionRole.ANSWERER;
        var signer = (byUs ? ours : theirs).actor().incarnation();
        Statement.Builder statement = Statement.about(StatementKind.HELLO, self.session(), signer)
                .with(ours.versions().protocol())
                .with(signerRole.name().toLowerCase(Locale.ROOT));
        append(statement, weOffered ? us : them);
        append(statement, weOffered ? them : us);
        return statement.build();
    }

    private static void append(Statement.Builder statement, End end) {
        statement
                .with(end.hello().actor().key())
                .with(end.hello().actor().incarnation())
                .with(end.hello().nonce())
                .with(end.fingerprint().toByteArray());
    }
}
