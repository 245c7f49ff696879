package dev.muster.link;

import dev.muster.identity.Actor;
import dev.muster.identity.Nonce;
import dev.muster.transport.Channel;
import dev.muster.transport.ConnectionDetails;
import dev.muster.transport.Payload;
import dev.muster.wire.Decoded;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.Hello;
import dev.muster.wire.LinkMessage.HelloProof;
import dev.muster.wire.PeerJson;
import dev.muster.wire.PeerMessage;
import dev.muster.wire.RawJson;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads connections from their opening to a link: greeting, proof, choice.
 *
 * <p>The choice: of two connections between the same actors, both sides must keep the same one. The actor with the
 * lower name chooses. The other one asks for each connection that has been proven, and tells how it stands with the one
 * that it has, and which choice of the chooser it knows last, so that a question that crosses a choice is recognised as
 * outdated. A link moves when its connection is closed for certain at one of the two, or silent for both: whoever sees
 * it work would have to break it for the other.
 */
final class Greeter {
    /** No greeting is longer. */
    static final int FRAME_BYTES_MAX = 8 * 1024;

    /** Frames on the other channels that may overtake the greeting. */
    static final int STRAYS_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private final Shared shared;
    private final Roster roster;

    Greeter(Shared shared, Roster roster) {
        this.shared = shared;
        this.roster = roster;
    }

    void opened(Connection connection, ConnectionDetails details) {
        byte[] nonce = new byte[Nonce.BYTES];
        shared.random().nextBytes(nonce);
        connection.opened(details, new Handshake(shared.self(), details, new Nonce(nonce)));
    }

    void read(Connection connection, Channel channel, Payload payload) {
        if (channel != Channel.SYNC) {
            if (connection.stray() > STRAYS_MAX) {
                refuse(connection, protocol("Sends before it has greeted."));
            }
        } else if (payload.isEmpty() || payload.size() > FRAME_BYTES_MAX) {
            refuse(connection, protocol("A greeting has 1 to " + FRAME_BYTES_MAX + " bytes."));
        } else if (connection.phase() == Connection.Phase.CHOOSING && payload.byteAt(0) != '{') {
            choose(connection, payload);
        } else {
            readDocument(connection, PeerJson.decode(RawJson.takeOver(payload.toByteArray())));
        }
    }

    /** The greeting takes too long; also a choice that never comes. */
    void tooLate(Connection connection) {
        refuse(
                connection,
                new Farewell(
                        FarewellCode.TOO_SLOW,
                        "Did not greet within " + shared.times().hello().toMillis() + " ms."));
    }

    private void readDocument(Connection connection, Decoded<Optional<PeerMessage>> decoded) {
        PeerMessage message = decoded instanceof Decoded.Ok<Optional<PeerMessage>> ok
                ? ok.value().orElse(null)
                : null;
        Connection.Phase phase = connection.phase();
        if (message instanceof Farewell farewell) {
            refused(connection, Sentences.clean(farewell));
        } else if (message instanceof Hello hello && phase == Connection.Phase.GREETING) {
            greeted(connection, hello);
        } else if (message instanceof HelloProof proof && phase == Connection.Phase.PROVING) {
            proven(connection, proof);
        } else {
            refuse(connection, protocol("The greeting comes first, then its proof, and nothing else."));
        }
    }

    private void greeted(Connection connection, Hello hello) {
        connection.greeted(hello);
        Handshake handshake = connection.handshake();
        Optional<Farewell> stranger = handshake.objectionTo(hello);
        if (stranger.isPresent()) {
            refuse(connection, stranger.get());
            return;
        }
        // Proven before refused: the other side may act on a refusal only if it knows whose it is.
        connection.outlet().say(handshake.proof(hello));
        Optional<Farewell> objection = roster.objectionTo(hello.actor());
        if (objection.isPresent()) {
            refuse(connection, objection.get());
        } else if (!weChoose(hello)) {
            connection.outlet().control(Channel.SYNC, request(connection, hello.actor()));
        }
    }

    private ControlFrame request(Connection connection, Actor actor) {
        Link link = roster.find(actor);
        if (link == null) {
            return ControlFrame.request(0, ControlFrame.Need.LOST);
        }
        link.mayMoveTo(connection);
        return ControlFrame.request(link.epoch(), link.need());
    }

    private void proven(Connection connection, HelloProof proof) {
        Hello hello = connection.theirs().orElseThrow();
        if (!connection.handshake().isProven(hello, proof, shared.config())) {
            String sentence = "The proof is wrong: somebody may stand between.";
            refuse(connection, new Farewell(FarewellCode.NOT_PROVEN, sentence));
            return;
        }
        connection.proven();
        Link link = roster.find(hello.actor());
        if (link != null) {
            link.whereabouts().knownAt(connection.peer());
        }
    }

    private void choose(Connection connection, Payload payload) {
        Hello hello = connection.theirs().orElseThrow();
        boolean weChoose = weChoose(hello);
        ControlFrame.Kind expected = weChoose ? ControlFrame.Kind.RESUME_REQUEST : ControlFrame.Kind.RESUME_ACKNOWLEDGE;
        Optional<ControlFrame> frame = ControlFrame.decode(payload).filter(read -> read.kind() == expected);
        if (frame.isEmpty()) {
            refuse(connection, protocol("A frame is out of place after the greeting."));
            return;
        }
        // What was right at the greeting may have changed.
        Optional<Farewell> objection = roster.objectionTo(hello.actor());
        if (objection.isPresent()) {
            refuse(connection, objection.get());
        } else if (weChoose) {
            answer(connection, hello, frame.get());
        } else {
            roster.admit(connection, hello, frame.get().number());
        }
    }

    private void answer(Connection connection, Hello hello, ControlFrame request) {
        Link link = roster.find(hello.actor());
        long ourEpoch = link == null ? 0 : link.epoch();
        if (link != null && !moves(link.need(), request.need(), request.number() >= ourEpoch)) {
            LOG.debug("{} is a second connection of {}", connection, link);
            shared.tally().duplicate();
            connection.close();
            return;
        }
        long epoch = Math.max(ourEpoch, request.number()) + 1;
        connection.outlet().control(Channel.SYNC, ControlFrame.of(ControlFrame.Kind.RESUME_ACKNOWLEDGE, 0, epoch));
        roster.admit(connection, hello, epoch);
    }

    /** Whether a link goes on over another connection; what was asked before the last choice says nothing about it. */
    private static boolean moves(ControlFrame.Need ours, ControlFrame.Need theirs, boolean current) {
        if (!current) {
            return ours != ControlFrame.Need.NONE;
        }
        boolean lost = ours == ControlFrame.Need.LOST || theirs == ControlFrame.Need.LOST;
        return lost || (ours == ControlFrame.Need.SILENT && theirs == ControlFrame.Need.SILENT);
    }

    /** The other side will not talk. Only one that proved who it is can end a link by that. */
    private void refused(Connection connection, Farewell farewell) {
        shared.tally().farewellReceived(farewell.code());
        shared.tally().refusedByThem(farewell.code());
        LOG.debug("{} refuses: {}", connection, farewell);
        boolean proven = connection.phase() == Connection.Phase.CHOOSING;
        connection.close();
        Link link = connection.theirs().map(Hello::actor).map(roster::find).orElse(null);
        if (proven && link != null && isFinal(farewell.code())) {
            roster.endedByPeer(link, farewell);
        } else {
            shared.emit(new LinkEvent.Refused(connection.peer(), farewell, true));
        }
    }

    private static boolean isFinal(FarewellCode code) {
        return code == FarewellCode.DISPLACED || code == FarewellCode.KICKED || code == FarewellCode.BANNED;
    }

    /** Whoever never greeted is told nothing: it may be a peer that knows nothing of us. */
    private void refuse(Connection connection, Farewell farewell) {
        Farewell clean = Sentences.clean(farewell);
        shared.tally().refused(clean.code());
        // Silent strangers have as many ids as they like, so all of them together are warned of once.
        Object whom = connection.theirs().isPresent() ? connection.peer() : "a stranger";
        shared.warnings().warn(whom, "refused as " + clean.code(), clean.sentence());
        if (connection.theirs().isPresent()) {
            connection.leave(clean);
        } else {
            connection.close();
        }
        shared.emit(new LinkEvent.Refused(connection.peer(), clean, false));
    }

    private boolean weChoose(Hello theirs) {
        return name(shared.actor()).compareTo(name(theirs.actor())) < 0;
    }

    private static String name(Actor actor) {
        return actor.key().toHex() + actor.incarnation().toHex();
    }

    private static Farewell protocol(String sentence) {
        return new Farewell(FarewellCode.PROTOCOL, sentence);
    }
}
