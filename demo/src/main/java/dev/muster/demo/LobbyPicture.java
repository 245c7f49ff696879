package dev.muster.demo;

import dev.muster.domain.ActivityRun;
import dev.muster.domain.EchoChallenge;
import dev.muster.domain.Lobby;
import dev.muster.domain.Participant;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.RunId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the window shows of a lobby: plain values, so that what is shown when can be tested without a window.
 *
 * @param people in the order of admission
 * @param next what Start would start; empty if nothing is queued
 * @param obstacle why Start is not possible now, as a sentence
 * @param task what the person at this window has to type back
 */
record LobbyPicture(
        String name, List<Row> people, Optional<String> next, Optional<String> obstacle, Optional<Task> task) {
    /** One person. */
    record Row(String name, boolean host, boolean you, boolean ready) {}

    /** A prompt that waits for an answer. */
    record Task(RunId run, String prompt) {}

    LobbyPicture {
        Objects.requireNonNull(name, "name");
        people = List.copyOf(people);
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(obstacle, "obstacle");
        Objects.requireNonNull(task, "task");
    }

    /** The lobby as {@code viewer} sees it. */
    static LobbyPicture of(Lobby lobby, ParticipantId viewer) {
        List<Row> people = lobby.participants().stream()
                .map(one -> new Row(
                        one.name().value(), lobby.isHost(one.id()), one.id().equals(viewer), one.ready()))
                .toList();
        Optional<String> next = lobby.queue().stream().findFirst().map(config -> config.name());
        Optional<Task> task = lobby.run()
                .filter(run -> run.requires(viewer) && !run.hasResultOf(viewer))
                .map(LobbyPicture::task);
        return new LobbyPicture(lobby.name().value(), people, next, obstacle(lobby), task);
    }

    private static Task task(ActivityRun run) {
        return new Task(run.id(), EchoChallenge.prompt(run.config()).orElse(""));
    }

    private static Optional<String> obstacle(Lobby lobby) {
        if (lobby.run().isPresent()) {
            List<ParticipantId> missing = lobby.run().get().waitingFor();
            return Optional.of("Waiting for the result of " + names(lobby, missing) + ".");
        }
        if (lobby.guests().isEmpty()) {
            return Optional.of("Waiting for somebody to join.");
        }
        if (lobby.queue().isEmpty()) {
            return Optional.of("Nothing is queued.");
        }
        List<ParticipantId> unready = lobby.guests().stream()
                .filter(guest -> guest.isActive() && !guest.ready())
                .map(Participant::id)
                .toList();
        return unready.isEmpty()
                ? Optional.empty()
                : Optional.of("Waiting for " + names(lobby, unready) + " to be ready.");
    }

    private static String names(Lobby lobby, List<ParticipantId> ids) {
        return ids.stream()
                .flatMap(id -> lobby.participant(id).stream())
                .map(one -> one.name().value())
                .collect(Collectors.joining(" and "));
    }
}
