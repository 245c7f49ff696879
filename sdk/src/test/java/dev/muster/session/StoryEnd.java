package dev.muster.session;

import dev.muster.domain.CommandFailed;
import dev.muster.domain.CorrelationId;
import dev.muster.p2p.P2PEvent;
import dev.muster.p2p.P2PEvent.CommandAccepted;
import dev.muster.p2p.P2PEvent.HistoryReplaced;
import dev.muster.p2p.P2PEvent.HostChanged;
import dev.muster.p2p.P2PStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must hold among friends in peace: one host, one lobby, and every command ended once.
 *
 * @param hostsFall whether somebody else may have come to be host
 */
record StoryEnd(boolean hostsFall) {
    /** The first thing that does not hold among these. */
    Optional<String> complaint(List<World.Player> players, Map<World.Player, List<CorrelationId>> submitted) {
        List<World.Player> hosts =
                players.stream().filter(one -> one.loop.isHost()).toList();
        List<World.Player> in = players.stream()
                .filter(one -> one.isIn() && one.loop.p2p().rejection().isEmpty())
                .toList();
        if (hosts.isEmpty() && in.isEmpty()) {
            return Optional.empty(); // The host's process ended while it was alone, and the lobby with it.
        }
        if (hosts.size() > 1 && hosts.stream().allMatch(one -> isShutOutBy(one, hosts))) {
            return Optional.empty(); // Whoever is banned and host of nobody else stays apart.
        }
        if (hosts.size() != 1) {
            return Optional.of("there is not one host:\n" + told(hosts) + "and in are:\n" + told(in));
        }
        World.Player decides = hosts.get(0);
        for (World.Player player : players) {
            String words = player == decides
                    ? aboutTheHost(decides)
                    : aboutAGuest(player, decides, submitted.getOrDefault(player, List.of()));
            if (!words.isEmpty()) {
                return Optional.of(player.name + " " + words + "\nin the end: "
                        + player.loop.metrics().p2p() + "\nat last: " + lastWordsOf(player));
            }
        }
        return Optional.empty();
    }

    /** Whether this one and each of these others may not meet. */
    private static boolean isShutOutBy(World.Player host, List<World.Player> hosts) {
        return hosts.stream()
                .filter(other -> other != host)
                .allMatch(other ->
                        other.lobby().isBanned(host.id()) || host.lobby().isBanned(other.id()));
    }

    private static String told(List<World.Player> players) {
        var told = new StringBuilder();
        players.forEach(one -> told.append(one.name)
                .append(": ")
                .append(lastWordsOf(one))
                .append(' ')
                .append(one.loop.metrics().p2p())
                .append('\n'));
        return told.toString();
    }

    private static List<P2PEvent> lastWordsOf(World.Player player) {
        int from = Math.max(0, player.peerEvents.size() - 12);
        return player.peerEvents.subList(from, player.peerEvents.size());
    }

    private static String aboutTheHost(World.Player host) {
        return host.loop.metrics().p2p().waiting() == 0 ? "" : "has commands that nobody handled";
    }

    private String aboutAGuest(World.Player guest, World.Player decides, List<CorrelationId> submitted) {
        P2PStatus status = guest.loop.metrics().p2p();
        boolean wasSentAway =
                guest.loop.p2p().rejection().isPresent(); // By a host whose history did not last, perhaps.
        if (decides.lobby().participant(guest.id()).isPresent() && !wasSentAway) {
            String words = aboutTheLobbyOf(guest, decides);
            if (!words.isEmpty()) {
                return words;
            }
        }
        if (status.outstanding() != 0) {
            return "has commands without an outcome";
        } else if (status.contradictions() != 0
                && !hostsFall
                && guest.told(HostChanged.class).isEmpty()) {
            return "was contradicted by an honest host";
        } else if (status.waiting() != 0) {
            return "has messages that nobody handled";
        }
        return aboutOutcomes(guest, submitted);
    }

    private static String aboutTheLobbyOf(World.Player guest, World.Player decides) {
        long sequence = guest.loop.p2p().currentSequence();
        long last = decides.loop.p2p().currentSequence();
        if (sequence != last) {
            return "is at another event than the host: " + sequence + " of " + last;
        } else if (!guest.lobby().equals(decides.lobby())) {
            return "sees another lobby than the host";
        }
        boolean confirmed = guest.loop.p2p().confirmedLobby().equals(Optional.of(decides.lobby()));
        return confirmed ? "" : "lacks the host's word for what it sees";
    }

    /** Each command ended once, accepted or failed; one whose event was taken back may fail after all. */
    private static String aboutOutcomes(World.Player player, List<CorrelationId> ids) {
        Map<CorrelationId, Integer> accepted = new HashMap<>();
        Map<CorrelationId, Integer> failed = new HashMap<>();
        player.heard(CommandFailed.class).forEach(one -> failed.merge(one.correlationId(), 1, Integer::sum));
        player.told(CommandAccepted.class).forEach(one -> accepted.merge(one.command(), 1, Integer::sum));
        boolean tookBack = !player.told(HistoryReplaced.class).isEmpty();
        for (CorrelationId id : ids) {
            int acceptances = accepted.getOrDefault(id, 0);
            int failures = failed.getOrDefault(id, 0);
            boolean once = acceptances + failures == 1 || (tookBack && acceptances == 1 && failures == 1);
            if (!once) {
                return "heard that command " + id + " was accepted " + acceptances + " and failed " + failures
                        + " times";
            }
        }
        return "";
    }
}
