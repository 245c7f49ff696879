package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.p2p.Role.Guesting;
import dev.muster.p2p.Role.Hosting;
import dev.muster.wire.AuthorityMessage;
import dev.muster.wire.AuthorityMessage.ClaimAnswer;
import dev.muster.wire.AuthorityMessage.ClaimRequest;
import dev.muster.wire.AuthorityMessage.HandoverAnswer;
import dev.muster.wire.AuthorityMessage.HandoverOffer;
import dev.muster.wire.AuthorityMessage.HostAnswer;
import dev.muster.wire.AuthorityMessage.HostQuestion;
import dev.muster.wire.AuthorityMessage.MergeOffer;
import dev.muster.wire.AuthorityMessage.PeerAddresses;
import dev.muster.wire.AuthorityMessage.TermChain;
import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import java.util.List;
import java.util.Optional;

/** Hears what peers say about who is host, and brings it to the part of this side that it concerns. One thread. */
final class AuthorityDesk implements AuthorityMessage.Cases<Boolean> {
    private final Self self;
    private final Authority authority;
    private final Mesh mesh;
    private final Company company;
    private final Outlet outlet;
    private final TermsCheck check;
    private Actor speaker;
    private long nowNanos;

    AuthorityDesk(Self self, Authority authority, Mesh mesh, Company company, Outlet outlet) {
        this.self = self;
        this.authority = authority;
        this.mesh = mesh;
        this.company = company;
        this.outlet = outlet;
        this.check = new TermsCheck(self.session(), self.checker());
        this.speaker = self.actor();
    }

    void hear(Actor from, AuthorityMessage message, long now) {
        speaker = from;
        nowNanos = now;
        message.match(this);
    }

    @Override
    public Boolean termChain(TermChain message) {
        Optional<Terms> ours = authority.terms();
        if (!mesh.mayCost(speaker, nowNanos)) {
            return false;
        }
        Optional<Terms> shown = check.verified(message, ours);
        // Whoever made a session makes it once: another first term is another log under the same numbers.
        boolean isTrue = shown.isPresent()
                && ours.filter(one -> one.commonWith(shown.get()) == 0).isEmpty();
        if (!isTrue) {
            outlet.close(speaker, new Farewell(FarewellCode.NOT_PROVEN, "These terms are not true."));
            return false;
        }
        Terms theirs = shown.get();
        boolean isUnaware = theirs.owner().equals(speaker);
        mesh.hosts(speaker, isUnaware);
        if (authority.role() instanceof Hosting hosting) {
            return shownToHost(hosting, theirs, isUnaware);
        }
        if (ours.filter(one -> theirs.isContinuedBy(one)).isPresent()) {
            // It may as well be this side that was told of a host whom nobody else follows.
            return shownLess((Guesting) authority.role(), theirs, isUnaware);
        }
        return shownToGuest((Guesting) authority.role(), theirs);
    }

    private boolean shownLess(Guesting guesting, Terms theirs, boolean isUnaware) {
        guesting.allegiance().shown(speaker, theirs);
        boolean isTold = isUnaware
                && mesh.say(speaker, guesting.side().terms().orElseThrow().toWire());
        if (guesting.allegiance().wouldGoBackTo(speaker, theirs)) {
            authority.follow(guesting, theirs);
        }
        return isTold;
    }

    private boolean shownToHost(Hosting hosting, Terms theirs, boolean isHosts) {
        Terms ours = hosting.side().terms();
        if (ours.isByMajority() && !ours.equals(theirs)) {
            settleByMajority(hosting, theirs, isHosts);
            return true;
        }
        if (ours.equals(theirs)) {
            hosting.reign().followedBy(speaker);
        } else if (theirs.isContinuedBy(ours) && !isHosts) {
            mesh.say(speaker, ours.toWire());
        } else if (hosting.reign().hasLostTo(theirs.owner(), theirs)) {
            authority.becomeGuest(theirs);
        } else if (!theirs.owner().equals(self.actor())) {
            hosting.reign().rival(theirs.owner(), theirs);
            mesh.seek(theirs.owner().key());
        }
        return true;
    }

    /** A majority has agreed to the host of the higher term, so the other one knows whom to follow. */
    private void settleByMajority(Hosting hosting, Terms theirs, boolean isHosts) {
        if (theirs.outranks(hosting.side().terms()) && !theirs.owner().equals(self.actor())) {
            authority.becomeGuest(theirs);
            return;
        }
        if (isHosts) {
            hosting.reign().rival(speaker, theirs);
        }
        mesh.say(speaker, hosting.side().terms().toWire());
    }

    private boolean shownToGuest(Guesting guesting, Terms theirs) {
        Optional<Terms> ours = guesting.side().terms();
        if (ours.filter(theirs::equals).isPresent()) {
            if (authority.reports().isHost(speaker)) {
                mesh.say(speaker, theirs.toWire());
            }
            return true;
        }
        if (guesting.side().hasEnded()) {
            return false;
        }
        guesting.allegiance().shown(speaker, theirs);
        if (guesting.allegiance().wouldFollow(speaker, theirs)) {
            authority.follow(guesting, theirs);
            if (authority.reports().isHost(speaker)) {
                mesh.say(speaker, theirs.toWire()); // A host that slept may not go on before it hears this.
            }
        } else {
            report(guesting, theirs);
        }
        return true;
    }

    /** Guests change sides by nobody's word but their host's; two hosts settle it between them. */
    private void report(Guesting guesting, Terms theirs) {
        guesting.side().host().filter(mesh::isOpen).ifPresent(host -> {
            mesh.say(host, mesh.addressesOf(List.of(theirs.owner().key())));
            mesh.say(host, theirs.toWire());
        });
    }

    @Override
    public Boolean peerAddresses(PeerAddresses message) {
        mesh.told(message);
        company.addressesChanged();
        return true;
    }

    @Override
    public Boolean claimRequest(ClaimRequest message) {
        if (!mesh.mayCost(speaker, nowNanos)) {
            return false;
        }
        if (authority.role() instanceof Guesting guesting) {
            guesting.allegiance().claimRequest(speaker, message);
        } else if (authority.role() instanceof Hosting hosting) {
            // Whoever asks to take the place of this host hears it, or will be told who is host now.
            hosting.reign().hostQuestion(speaker, new HostQuestion(message.nonce()));
            if (!message.parent().equals(hosting.side().terms().lastHash())) {
                mesh.say(speaker, hosting.side().terms().toWire());
            }
        }
        return true;
    }

    @Override
    public Boolean claimAnswer(ClaimAnswer message) {
        if (mesh.mayCost(speaker, nowNanos)) {
            authority.allegiance().ifPresent(one -> one.candidacy().claimAnswer(speaker, message));
            authority.reign().ifPresent(one -> one.claimAnswer(speaker, message));
        }
        return true;
    }

    @Override
    public Boolean hostQuestion(HostQuestion message) {
        if (mesh.mayCost(speaker, nowNanos)) {
            authority.reign().ifPresent(one -> one.hostQuestion(speaker, message));
        }
        return true;
    }

    @Override
    public Boolean hostAnswer(HostAnswer message) {
        authority.allegiance().ifPresent(one -> one.hostAnswer(speaker, message));
        return true;
    }

    @Override
    public Boolean handoverOffer(HandoverOffer message) {
        authority.allegiance().ifPresent(one -> one.handoverOffer(speaker, message));
        return true;
    }

    @Override
    public Boolean handoverAnswer(HandoverAnswer message) {
        authority.reign().ifPresent(one -> one.succession().handoverAnswer(speaker, message));
        return true;
    }

    @Override
    public Boolean mergeOffer(MergeOffer message) {
        if (!mesh.mayCost(speaker, nowNanos)) {
            return false;
        }
        if (authority.role() instanceof Hosting hosting) {
            hosting.reign().mergeOffer(speaker, message).ifPresent(terms -> authority.goOnFor(hosting, terms));
        } else if (authority.role() instanceof Guesting guesting) {
            authority.watch().shown(speaker, message);
            guesting.allegiance().followed(speaker, message).ifPresent(terms -> authority.follow(guesting, terms));
        }
        return true;
    }
}
