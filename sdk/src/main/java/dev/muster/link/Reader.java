package dev.muster.link;

import dev.muster.transport.Channel;
import dev.muster.transport.Payload;
import dev.muster.transport.PeerId;
import dev.muster.wire.Decoded;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage;
import dev.muster.wire.LinkMessage.Farewell;
import dev.muster.wire.LinkMessage.Hello;
import dev.muster.wire.LinkMessage.HelloProof;
import dev.muster.wire.LinkMessage.NewAddress;
import dev.muster.wire.LinkMessage.Part;
import dev.muster.wire.PeerJson;
import dev.muster.wire.PeerMessage;
import dev.muster.wire.RawJson;
import dev.muster.wire.SessionMessage;
import java.util.Optional;

/** Reads what arrives for a link over one connection. Whoever breaks a rule or the budget loses the link, alone. */
final class Reader implements LinkMessage.Cases<Boolean> {
    private static final byte DOCUMENT = '{';

    private final Shared shared;
    private final Roster roster;
    private final Link link;
    private final PartAssembly parts;

    Reader(Shared shared, Roster roster, Link link) {
        this.shared = shared;
        this.roster = roster;
        this.link = link;
        LinkLimits limits = shared.limits();
        this.parts = new PartAssembly(() -> link.host() ? limits.documentBytes() : limits.guestDocumentBytes());
    }

    void read(Channel channel, Payload payload) {
        if (!link.allows(payload)) {
            misbehaved(
                    FarewellCode.TOO_MUCH,
                    "sends too much",
                    "more than " + shared.config().budget());
            return;
        }
        switch (channel) {
            case SYNC -> readSync(payload);
            // Messages of applications are not read here.
            case MESSAGES -> link.heardSomething();
            case REALTIME ->
                ControlFrame.decode(payload)
                        .filter(frame -> frame.kind() == ControlFrame.Kind.PROBE)
                        .ifPresentOrElse(link::heardProbe, link::heardSomething);
        }
    }

    private void readSync(Payload payload) {
        if (payload.isEmpty() || payload.size() > Outlet.FRAME_BYTES_MAX) {
            misbehaved(FarewellCode.PROTOCOL, "sends a frame of a wrong size", payload.size() + " bytes");
        } else if (payload.byteAt(0) == DOCUMENT) {
            readDocument(RawJson.takeOver(payload.toByteArray()), false);
        } else {
            readControl(payload);
        }
    }

    private void readControl(Payload payload) {
        Optional<ControlFrame> frame = ControlFrame.decode(payload);
        boolean inPlace = frame.isPresent()
                && switch (frame.get().kind()) {
                    case PING, PONG, FLOW_CONTROL, DIAGNOSTICS, SHUTDOWN -> true;
                    case RESUME_REQUEST, RESUME_ACKNOWLEDGE, PROBE -> false;
                };
        if (inPlace) {
            link.heardControl(frame.get());
        } else {
            misbehaved(FarewellCode.PROTOCOL, "sends a frame out of place", payload.toString());
        }
    }

    private void readDocument(RawJson document, boolean assembled) {
        Decoded<Optional<PeerMessage>> decoded = PeerJson.decode(document);
        if (decoded instanceof Decoded.Rejected<Optional<PeerMessage>> rejected) {
            misbehaved(FarewellCode.PROTOCOL, "sends what cannot be read", rejected.reason());
        } else if (decoded instanceof Decoded.Ok<Optional<PeerMessage>> ok) {
            ok.value().ifPresentOrElse(message -> take(message, document.size(), assembled), () -> {
                shared.tally().unknownDocument();
                link.heardSomething();
            });
        }
    }

    private void take(PeerMessage message, int size, boolean assembled) {
        boolean inPlace;
        if (message instanceof LinkMessage about) {
            inPlace = !assembled && about.match(this);
        } else if (parts.underWay()) {
            inPlace = false;
        } else {
            link.received((SessionMessage) message, size);
            inPlace = true;
        }
        if (!inPlace) {
            misbehaved(
                    FarewellCode.PROTOCOL,
                    "sends a message out of place",
                    message.getClass().getSimpleName());
        }
    }

    @Override
    public Boolean hello(Hello message) {
        return false;
    }

    @Override
    public Boolean helloProof(HelloProof message) {
        return false;
    }

    /** May interrupt a long document: whoever leaves need not finish it. */
    @Override
    public Boolean farewell(Farewell message) {
        Farewell clean = Sentences.clean(message);
        shared.tally().farewellReceived(clean.code());
        roster.endedByPeer(link, clean);
        return true;
    }

    @Override
    public Boolean newAddress(NewAddress message) {
        link.heardSomething();
        link.whereabouts().claims(new PeerId(message.peer()));
        return true;
    }

    @Override
    public Boolean part(Part message) {
        Decoded<Optional<RawJson>> taken = parts.take(message);
        if (taken instanceof Decoded.Ok<Optional<RawJson>> ok) {
            link.heardSomething();
            ok.value().ifPresent(document -> readDocument(document, true));
            return true;
        }
        return false;
    }

    private void misbehaved(FarewellCode code, String kind, String detail) {
        shared.tally().violation();
        shared.warnings().warn(link.actor(), kind, Sentences.clean(detail));
        roster.endedForMisbehaviour(link, Sentences.farewell(code, "This peer " + kind + ": " + detail));
    }
}
