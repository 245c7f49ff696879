package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.wire.AuthorityMessage;
import dev.muster.wire.Opening;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one process holds and does not show: for those who watch over many. Changes nothing. */
public final class Inside {
    private final P2PLoop loop;
    private final Authority authority;

    public Inside(P2PLoop loop) {
        this.loop = loop;
        this.authority = loop.authority();
    }

    /** One event as this process holds it. */
    public record Event(long term, Actor owner, long sequence, Hash previous, Hash hash) {}

    /** The terms that this process goes by. */
    public record Chain(List<Opening> openings, Hash lastHash) {
        /** What tells that opening from all others. */
        public Hash hashAt(int index) {
            return index + 1 < openings.size() ? openings.get(index + 1).parent() : lastHash;
        }

        public Opening last() {
            return openings.get(openings.size() - 1);
        }
    }

    public boolean isOf(P2PLoop other) {
        return loop == other;
    }

    private EventLog log() {
        return authority
                .host()
                .map(one -> one.written().log())
                .orElseGet(() -> authority.guest().orElseThrow().followed().log());
    }

    public long lastSequence() {
        return log().lastSequence();
    }

    public Hash lastHash() {
        return log().lastHash();
    }

    /** That event, where it is still kept. */
    public Optional<Event> event(long sequence) {
        return log().find(sequence)
                .map(one -> new Event(
                        one.position().term().number(),
                        one.position().term().owner(),
                        sequence,
                        one.position().previous(),
                        one.hash()));
    }

    /** The hash that covers all terms so far; changes with them. */
    public Optional<Hash> terms() {
        return authority.terms().map(Terms::lastHash);
    }

    public Optional<Chain> chain() {
        return authority.terms().map(one -> new Chain(one.openings(), one.lastHash()));
    }

    /** Whether what is held here is known not to be what the host goes on from, and to be replaced. */
    public boolean isDistrusting() {
        return authority.guest().filter(GuestSide::isDistrusting).isPresent();
    }

    public boolean hasHost() {
        return loop.hasHost();
    }

    /** Whether this process has a place in the lobby, as far as it can prove. */
    public boolean isIn() {
        return authority.allegiance().filter(Allegiance::isIn).isPresent();
    }

    /** Whether it goes on at all. */
    public boolean hasEnded() {
        return authority.guest().filter(GuestSide::hasEnded).isPresent();
    }

    /** Everybody who is in, as this process sees it. */
    public int rosterSize() {
        return authority
                .host()
                .map(HostSide::roster)
                .map(List::size)
                .orElseGet(() -> authority
                        .guest()
                        .orElseThrow()
                        .followed()
                        .replica()
                        .roster()
                        .size());
    }

    /** On a host: up to which event each of those who are in gave its word in the present term. */
    public Map<Actor, Long> confirmations() {
        Map<Actor, Long> confirmed = new LinkedHashMap<>();
        authority
                .host()
                .ifPresent(host -> host.audience().all().stream()
                        .filter(one -> one.member && one.confirmed > 0)
                        .forEach(one -> confirmed.put(one.actor, one.confirmed)));
        return confirmed;
    }

    /** On a host: whether it decides nothing at the moment. */
    public boolean isFenced() {
        return authority.reign().filter(one -> !one.mayDecide()).isPresent();
    }

    /** What this process holds more of than it may. */
    public Optional<String> excess(int queueSize) {
        P2PStatus status = loop.status();
        if (status.waiting() > queueSize) {
            return Optional.of(status.waiting() + " wait in a queue of " + queueSize);
        }
        if (status.outstanding() > CommandOutbox.OUTSTANDING_MAX) {
            return Optional.of(status.outstanding() + " commands wait for an outcome");
        }
        EventLog log = log();
        if (log.lastSequence() - log.firstKept() + 1 > EventLog.ENTRIES_MAX) {
            return Optional.of("the log holds more than it may");
        }
        boolean isLong = authority
                .terms()
                .filter(one -> one.size() > AuthorityMessage.TERMS_MAX)
                .isPresent();
        return isLong ? Optional.of("there are more terms than there may be") : Optional.empty();
    }
}
