package dev.muster.domain;

import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.MembershipEvent.HostDelegated;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plays a story step by step and checks after every single event what always has to hold. Throws an {@link
 * AssertionError} at the first step where it does not.
 */
final class StoryRun {
    private final Rulebook rulebook = new Rulebook(ActivityTypes.of(new EchoChallenge()));
    private final IdSource ids = Story.ids();
    private final Set<Class<?>> eventsSeen = new HashSet<>();
    private final Set<Object> reasonsSeen = new HashSet<>();

    private Optional<Lobby> lobby = Optional.empty();
    private Optional<Lobby> copy = Optional.empty();
    private LobbyTime now = LobbyTime.ZERO;

    static StoryRun play(Story story) {
        var run = new StoryRun();
        story.steps().forEach(run::play);
        return run;
    }

    Optional<Lobby> lobby() {
        return lobby;
    }

    Set<Class<?>> eventsSeen() {
        return eventsSeen;
    }

    /** Refusal codes, and reasons of ends, leaves, delegations and cancelled countdowns. */
    Set<Object> reasonsSeen() {
        return reasonsSeen;
    }

    void play(Story.Step step) {
        now = new LobbyTime(now.millis() + step.laterMillis());
        lobby.ifPresent(present -> fold(Sender.session(), rulebook.tick(present, now, ids)));
        Decision decision = rulebook.decide(lobby, step.command(), step.sender(), now, ids);
        decision.refusal().ifPresent(refusal -> reasonsSeen.add(refusal.code()));
        boolean refused = decision.refusal().isPresent();
        require(refused == decision.events().isEmpty(), "accepted means that something happens");
        require(refused || lobby.isEmpty() || !lobby.get().isEnded(), "something happened after the end");
        fold(step.sender(), decision.events());
    }

    private void fold(Sender sender, List<LoggedEvent> events) {
        require(events.size() <= DomainLoop.EVENTS_PER_DECISION_MAX, "one decision led to " + events);
        Optional<Lobby> before = lobby;
        for (LoggedEvent event : events) {
            require(Authority.permits(before, sender, event), sender + " brought about " + event);
            lobby = Optional.of(apply(lobby, event));
            copy = Optional.of(apply(copy, event));
            LobbyInvariants.checkBetween(lobby.get());
            require(lobby.equals(copy), "the same events led to another lobby");
            note(event);
        }
        lobby.ifPresent(LobbyInvariants::check);
        // The copy goes on from what was written down, as a newcomer's does.
        copy = copy.map(one -> Lobby.of(one.contents()));
        boolean hostChangedBeforeTheEnd =
                events.stream().limit(Math.max(0, events.size() - 1)).anyMatch(HostDelegated.class::isInstance);
        require(!hostChangedBeforeTheEnd, "the former host went on after handing over: " + events);
    }

    private static Lobby apply(Optional<Lobby> lobby, LoggedEvent event) {
        return lobby.isEmpty()
                ? Lobby.created((LobbyCreated) event)
                : lobby.get().apply(event);
    }

    private void note(LoggedEvent event) {
        eventsSeen.add(event.getClass());
        if (event instanceof ActivityEvent.RunEnded ended) {
            reasonsSeen.add(ended.reason());
        } else if (event instanceof ActivityEvent.CountdownCancelled cancelled) {
            reasonsSeen.add(cancelled.reason());
        } else if (event instanceof HostDelegated delegated) {
            reasonsSeen.add(delegated.reason());
        } else if (event instanceof MembershipEvent.GuestLeft left) {
            reasonsSeen.add(left.reason());
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
