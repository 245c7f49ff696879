package dev.muster.wire;

import dev.muster.domain.LobbyLimits;
import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.Nonce;
import dev.muster.identity.PublicKey;
import dev.muster.identity.Signature;
import dev.muster.wire.SyncMessage.Confirmation;
import dev.muster.wire.SyncMessage.Head;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What peers say to each other about who is host. */
public sealed interface AuthorityMessage extends SessionMessage {
    /** Terms that a session can have; there is no further one after the last. */
    int TERMS_MAX = 128;

    /** One method per message. */
    interface Cases<R> {
        R termChain(TermChain message);

        R peerAddresses(PeerAddresses message);

        R claimRequest(ClaimRequest message);

        R claimAnswer(ClaimAnswer message);

        R hostQuestion(HostQuestion message);

        R hostAnswer(HostAnswer message);

        R handoverOffer(HandoverOffer message);

        R handoverAnswer(HandoverAnswer message);

        R mergeOffer(MergeOffer message);
    }

    <R> R match(Cases<R> cases);

    /**
     * All terms of the session as far as the sender knows, the first one first.
     *
     * @param nonce what the session's id was made from, together with the key of the first term's owner
     */
    record TermChain(Nonce nonce, List<Opening> openings) implements AuthorityMessage {
        public TermChain {
            Objects.requireNonNull(nonce, "nonce");
            openings = List.copyOf(openings);
            if (openings.isEmpty() || openings.size() > TERMS_MAX) {
                throw new IllegalArgumentException(
                        "a session has 1 to " + TERMS_MAX + " terms, not " + openings.size());
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.termChain(this);
        }
    }

    /** Where those who are in can be reached, as far as the sender knows. A hint: who is there proves it by itself. */
    record PeerAddresses(List<PeerAddress> peers) implements AuthorityMessage {
        public PeerAddresses {
            peers = List.copyOf(peers);
            if (peers.size() > LobbyLimits.CAPACITY_MAX) {
                throw new IllegalArgumentException("a lobby has at most " + LobbyLimits.CAPACITY_MAX + " people");
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.peerAddresses(this);
        }
    }

    /** Under which id of signalling a person can be reached. */
    record PeerAddress(PublicKey key, UUID peer) {
        public PeerAddress {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(peer, "peer");
        }
    }

    /**
     * The host is lost, and the sender is about to take its place.
     *
     * @param number of the term that it would open
     * @param parent the hash of the opening it would follow
     * @param nonce to be signed by the host if somebody still hears it
     */
    record ClaimRequest(long number, Hash parent, Nonce nonce) implements AuthorityMessage {
        public ClaimRequest {
            Objects.requireNonNull(parent, "parent");
            Objects.requireNonNull(nonce, "nonce");
            requireNumber(number);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.claimRequest(this);
        }
    }

    /**
     * The answer of somebody who does not hear the host either.
     *
     * @param known the newest word of the host that the sender has; empty if it has none
     * @param grant the sender's signature; empty if it granted the term to somebody else
     */
    record ClaimAnswer(long number, Nonce nonce, Optional<Head> known, Optional<Signature> grant)
            implements AuthorityMessage {
        public ClaimAnswer {
            Objects.requireNonNull(nonce, "nonce");
            Objects.requireNonNull(known, "known");
            Objects.requireNonNull(grant, "grant");
            requireNumber(number);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.claimAnswer(this);
        }
    }

    /** Somebody wants to hear from the host itself that it is there. */
    record HostQuestion(Nonce nonce) implements AuthorityMessage {
        public HostQuestion {
            Objects.requireNonNull(nonce, "nonce");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hostQuestion(this);
        }
    }

    /** The host is there: its own word, whoever brings it. */
    record HostAnswer(long term, Nonce nonce, Signature signature) implements AuthorityMessage {
        public HostAnswer {
            Objects.requireNonNull(nonce, "nonce");
            Objects.requireNonNull(signature, "signature");
            requireNumber(term);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hostAnswer(this);
        }
    }

    /** The host wants the receiver to be host in the next term. */
    record HandoverOffer(long number, Hash parent) implements AuthorityMessage {
        public HandoverOffer {
            Objects.requireNonNull(parent, "parent");
            requireNumber(number);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.handoverOffer(this);
        }
    }

    /** The successor is ready. */
    record HandoverAnswer(long number, Signature acceptance) implements AuthorityMessage {
        public HandoverAnswer {
            Objects.requireNonNull(acceptance, "acceptance");
            requireNumber(number);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.handoverAnswer(this);
        }
    }

    /**
     * One host to another of the same session: how far its log goes and who follows it. Until one of the two goes on
     * for both, it numbers nothing.
     */
    record MergeOffer(Head head, List<Following> followers) implements AuthorityMessage {
        public MergeOffer {
            Objects.requireNonNull(head, "head");
            followers = List.copyOf(followers);
            if (followers.size() > LobbyLimits.CAPACITY_MAX) {
                throw new IllegalArgumentException("a lobby has at most " + LobbyLimits.CAPACITY_MAX + " people");
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.mergeOffer(this);
        }
    }

    /** A guest's own word that it follows. */
    record Following(Actor guest, Confirmation word) {
        public Following {
            Objects.requireNonNull(guest, "guest");
            Objects.requireNonNull(word, "word");
        }
    }

    private static void requireNumber(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("terms count from 0, got " + number);
        }
    }
}
