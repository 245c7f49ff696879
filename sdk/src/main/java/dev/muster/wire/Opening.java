package dev.muster.wire;

import dev.muster.domain.LobbyLimits;
import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.PublicKey;
import dev.muster.identity.Signature;
import dev.muster.wire.SyncMessage.Head;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The record that opens a term: who is host in it, where the one before ended, and who agreed.
 *
 * @param number from 0, the creator's term
 * @param parent the hash of the opening before
 * @param lastSequence the last event of the term before; nothing of it after this one counts
 * @param lastHash the hash of that event
 * @param roster the keys of those who were in then, in the order of admission
 * @param checkpoint the word of the host before for that roster; the first, or with the host's own signature none
 * @param merged the hash of the last opening of the other side, where two hosts met
 * @param assents of those who agreed
 */
public record Opening(
        long number,
        Actor owner,
        OpeningReason reason,
        Hash parent,
        long lastSequence,
        Hash lastHash,
        List<PublicKey> roster,
        Optional<Head> checkpoint,
        Optional<Hash> merged,
        List<Assent> assents,
        Signature signature) {
    /** Others whose word is shown: with the owner, more than half of the largest lobby. */
    public static final int ASSENTS_MAX = LobbyLimits.CAPACITY_MAX / 2;

    public Opening {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(lastHash, "lastHash");
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(merged, "merged");
        Objects.requireNonNull(signature, "signature");
        roster = List.copyOf(roster);
        assents = List.copyOf(assents);
        if (number < 0 || lastSequence < 0) {
            throw new IllegalArgumentException("this opens no term: " + number + ", " + lastSequence);
        }
        if (roster.size() > LobbyLimits.CAPACITY_MAX) {
            throw new IllegalArgumentException("a lobby has at most " + LobbyLimits.CAPACITY_MAX + " people");
        }
        if (assents.size() > ASSENTS_MAX
                || assents.stream().map(Assent::by).distinct().count() < assents.size()) {
            throw new IllegalArgumentException("a term shows at most " + ASSENTS_MAX + " others who agree, each once");
        }
    }

    /** The word of somebody who agrees to a term. */
    public record Assent(Actor by, Signature signature) {
        public Assent {
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(signature, "signature");
        }
    }
}
