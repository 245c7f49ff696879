package dev.muster.domain;

import dev.muster.domain.LifecycleEvent.LobbyCreated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Random events, commands and lobbies for tests outside of this package: the same for the same seed. */
public final class Tales {
    /** The lobby that all of them are about. */
    public static final LobbyId LOBBY = Story.LOBBY;

    private Tales() {}

    /** What a lying host might say. */
    public static List<LoggedEvent> events(long seed, int count) {
        var random = new SplittableRandom(seed);
        var teller = new EventTeller(random);
        Lobby lobby = Lobby.created(new LobbyCreated(
                LOBBY,
                Name.of("Lobby"),
                new StoryTeller(random).participant(),
                LobbySettings.DEFAULT,
                Optional.empty()));
        List<LoggedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LoggedEvent event = teller.next(lobby);
            events.add(event);
            lobby = unlessImpossible(lobby, event);
        }
        return events;
    }

    private static Lobby unlessImpossible(Lobby lobby, LoggedEvent event) {
        try {
            return lobby.apply(event);
        } catch (ImpossibleEventException lie) {
            return lobby;
        }
    }

    /** What anybody might want. */
    public static List<DomainCommand> commands(long seed, int count) {
        var teller = new CommandTeller(new SplittableRandom(seed));
        var run = new StoryRun();
        List<DomainCommand> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Story.Step step = teller.next(run.lobby());
            commands.add(step.command());
            run.play(step);
        }
        return commands;
    }

    /** A lobby after that many random commands; empty where none made one. */
    public static Optional<Lobby> lobby(long seed, int commands) {
        var teller = new CommandTeller(new SplittableRandom(seed));
        var run = new StoryRun();
        List<Story.Step> prelude = teller.prelude();
        for (int i = 0; i < commands; i++) {
            run.play(i < prelude.size() ? prelude.get(i) : teller.next(run.lobby()));
        }
        return run.lobby();
    }
}
