package dev.muster.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What holds of every lobby at every moment, looked at from outside. Throws an {@link AssertionError} where it does
 * not.
 */
final class LobbyInvariants {
    private LobbyInvariants() {}

    /** All of them, once a decision is folded as a whole. */
    static void check(Lobby lobby) {
        checkBetween(lobby);
        namesLookDistinct(lobby);
        theRunStillWaits(lobby);
        Lobby readBack = Lobby.of(lobby.contents());
        require(lobby.equals(readBack), "written down and read back it is another");
        require(lobby.hashCode() == readBack.hashCode(), "equal lobbies have one hash code");
    }

    /** Those that hold also between the events of one decision. */
    static void checkBetween(Lobby lobby) {
        oneHostWhoIsHere(lobby);
        nobodyTwiceAndNamesDistinct(lobby);
        everybodyFits(lobby);
        boundsHold(lobby);
        theRunIsPossible(lobby);
        theCountdownIsPossible(lobby);
    }

    private static void oneHostWhoIsHere(Lobby lobby) {
        long hosts = lobby.participants().stream()
                .filter(one -> lobby.roleOf(one.id()).orElseThrow() == LobbyRole.HOST)
                .count();
        require(hosts == 1, "there are " + hosts + " hosts");
        require(lobby.host().id().equals(lobby.hostId()), "the host is somebody else");
    }

    private static void nobodyTwiceAndNamesDistinct(Lobby lobby) {
        List<Participant> people = lobby.participants();
        Set<ParticipantId> ids = new HashSet<>();
        for (Participant one : people) {
            require(ids.add(one.id()), one.name() + " is here twice");
            require(!lobby.isBanned(one.id()), one.name() + " is here and banned");
            for (Participant other : people) {
                boolean same = one.id().equals(other.id());
                require(same || !one.name().equals(other.name()), "two are called " + one.name());
            }
        }
    }

    /** Only where one machine decided them all: another might know more letters. */
    private static void namesLookDistinct(Lobby lobby) {
        for (Participant one : lobby.participants()) {
            long alike = lobby.participants().stream()
                    .filter(other -> other.name().looksLike(one.name()))
                    .count();
            require(alike == 1, "somebody is called nearly like " + one.name());
        }
    }

    private static void everybodyFits(Lobby lobby) {
        require(lobby.participants().size() <= lobby.settings().capacity(), "more people than places");
        for (Participant one : lobby.participants()) {
            boolean teamExists = one.team().isEmpty()
                    || lobby.settings().teams().contains(one.team().get());
            require(teamExists, one.name() + " is in no such team");
            require(one.isActive() || !one.ready(), one.name() + " is ready to watch");
        }
    }

    private static void boundsHold(Lobby lobby) {
        require(lobby.bans().size() <= LobbyLimits.BANS_MAX, "too many bans");
        require(lobby.queue().size() <= LobbyLimits.QUEUE_MAX, "too many activities");
        require(lobby.history().size() <= LobbyLimits.HISTORY_MAX, "too much history");
        require(lobby.chat().messages().size() <= LobbyLimits.CHAT_HISTORY_MAX, "too much chat");
        require(lobby.leaderboard().size() <= LobbyLimits.LEADERBOARD_MAX, "too many on the leaderboard");
        require(lobby.properties().all().size() <= LobbyLimits.LOBBY_PROPERTIES_MAX, "too many properties");
    }

    private static void theRunIsPossible(Lobby lobby) {
        lobby.run().ifPresent(run -> {
            require(!lobby.isEnded(), "a run goes on after the end");
            run.required()
                    .forEach(id -> require(lobby.participant(id).isPresent(), "a run requires somebody who is gone"));
            require(run.required().size() <= LobbyLimits.CAPACITY_MAX, "a run requires too many");
            require(
                    run.waitingFor().stream()
                            .allMatch(id -> lobby.participant(id).orElseThrow().isActive()),
                    "a run waits for somebody who watches");
            require(lobby.queue().stream().noneMatch(run.config()::equals), "what is played is queued, too");
        });
    }

    private static void theRunStillWaits(Lobby lobby) {
        lobby.run().ifPresent(run -> require(!run.waitingFor().isEmpty(), "a run waits for nobody and goes on"));
    }

    private static void theCountdownIsPossible(Lobby lobby) {
        if (lobby.countdown().isPresent()) {
            require(!lobby.isEnded(), "a countdown goes on after the end");
            require(lobby.run().isEmpty() && !lobby.queue().isEmpty(), "there is nothing to count down to");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
