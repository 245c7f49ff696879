package dev.muster.p2p;

import dev.muster.identity.Actor;
import dev.muster.wire.PeerJson;
import dev.muster.wire.SyncMessage;
import dev.muster.wire.SyncMessage.Confirmation;
import dev.muster.wire.SyncMessage.RequestFullSync;
import dev.muster.wire.SyncMessage.RequestMissingEvents;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What a guest and its host say to each other about how far the log goes. Belongs to one thread. */
final class HostLine {
    /** Between two words about who is host to those who take this side for it. */
    private static final Duration TELLING_PAUSE = Duration.ofMillis(500);

    private final Self self;
    private final Ballot ballot;
    private final Outlet outlet;
    private final FollowedLog followed;
    private final Inbox inbox;
    private final SyncQuestions questions;
    private final Consumer<P2PEvent> events;
    private final Consumer<String> contradiction;
    private Optional<Terms> terms = Optional.empty();
    private boolean isLinked;
    private boolean isBlocked;
    private boolean isUnsignedReported;
    private boolean confirmsNothing;
    private long nextTellingNanos = Long.MIN_VALUE;
    private long nowNanos;

    /** Who hears what goes on, and who hears that the host told what cannot be. */
    record Ears(Consumer<P2PEvent> events, Consumer<String> contradiction) {}

    HostLine(
            Self self,
            Ballot ballot,
            Outlet outlet,
            FollowedLog followed,
            Inbox inbox,
            SyncQuestions questions,
            Ears ears) {
        this.self = self;
        this.ballot = ballot;
        this.outlet = outlet;
        this.followed = followed;
        this.inbox = inbox;
        this.questions = questions;
        this.events = ears.events();
        this.contradiction = ears.contradiction();
    }

    void beginPoll(long now) {
        nowNanos = now;
    }

    /** Whose word counts from now on. */
    void follow(Terms followedTerms) {
        terms = Optional.of(followedTerms);
        confirmsNothing = false;
    }

    /** Whoever was followed instead is lost, and told nothing of its own: what was known before that counts again. */
    void goBackTo(Terms before) {
        followed.goBackTo(before);
        follow(before);
        linked(false);
        inbox.hostChanged(true);
    }

    Optional<Terms> terms() {
        return terms;
    }

    boolean isLinked() {
        return isLinked;
    }

    /** Whether the host takes what this side says. */
    boolean isOpen() {
        return isLinked && !isBlocked;
    }

    void linked(boolean now) {
        isLinked = now;
        isBlocked = false;
    }

    void writable() {
        isBlocked = false;
    }

    /** Somebody else was granted the next term: this side gives its word for nothing more of the present one. */
    void confirmNothingMore() {
        confirmsNothing = true;
    }

    /** Somebody takes this side for the host, and waits for answers that it will never get. */
    void tellWhoIsHost(Actor mistaken) {
        if (nowNanos >= nextTellingNanos && terms.isPresent()) {
            nextTellingNanos = nowNanos + TELLING_PAUSE.toNanos();
            outlet.send(mistaken, PeerJson.encode(terms.get().toWire()));
        }
    }

    /** Looks at the host's newest word. */
    void judgeHead() {
        if (terms.isEmpty() || questions.isDistrusting()) {
            return; // What is known here is not what the host's word is about.
        }
        switch (followed.judgeHead()) {
            case TRUE -> {
                isUnsignedReported = false;
                confirm(followed.word().given());
            }
            case FORGED -> contradiction.accept("a head that it did not sign");
            case CONTRADICTED -> contradiction.accept("it signed something else than it told");
            case LATER -> watchForTheHostsWord();
        }
    }

    private void watchForTheHostsWord() {
        if (!followed.word().isOverdue(1, nowNanos) || !followed.isIn()) {
            return; // Nobody gives any word to those who left.
        }
        // What waits in the inbox may hold it, and the host would tell again what is under way.
        if (inbox.isEmpty() && questions.mayAskForWord(nowNanos)) {
            askForEverythingAfter(followed.lastSequence());
        }
        if (followed.word().isOverdue(2, nowNanos) && !isUnsignedReported) {
            isUnsignedReported = true;
            events.accept(new P2PEvent.HostUnsigned(terms.map(Terms::owner).flatMap(outlet::idOf)));
        }
    }

    /** Gives this side's word for having everything up to there. */
    void confirm(Stand stand) {
        boolean isPromised = terms.filter(one -> one.isByMajority() && !ballot.mayConfirm(one))
                .isPresent();
        if (confirmsNothing || terms.isEmpty() || isPromised) {
            return;
        }
        long term = terms.get().last().number();
        say(new Confirmation(
                term,
                stand.sequence(),
                stand.hash(),
                self.identity().sign(Words.confirmation(self.session(), self.actor(), terms.get(), stand))));
    }

    /** Asks for what did not come. */
    void askForWhatIsMissing() {
        if (questions.isDistrusting()) {
            if (questions.mayAskForEverything(nowNanos)) {
                askForEverythingAfter(0);
            }
            return;
        }
        if (inbox.lacksSomething() && askForEverythingAfter(followed.lastSequence())) {
            inbox.askedForTheRest();
        }
        if (inbox.isEmpty()) { // Else what the host's word is about may wait there, and is not missing.
            followed.inflow().announced(followed.word().announcedSequence());
        }
        Optional<EventInflow.Gap> gap = followed.inflow().gapToAskFor(nowNanos);
        if (gap.isPresent()) {
            questions.gapAsked();
            say(new RequestMissingEvents(
                    self.lobby(), gap.get().first(), gap.get().last()));
        }
    }

    /** {@return whether the question went out} */
    boolean askForEverythingAfter(long known) {
        return say(new RequestFullSync(self.lobby(), known));
    }

    /** {@return whether the host takes it now} */
    boolean say(SyncMessage message) {
        isBlocked = terms.isEmpty() || !outlet.send(terms.get().owner(), PeerJson.encode(message));
        return !isBlocked;
    }
}
