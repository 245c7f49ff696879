package dev.muster.session;

import dev.muster.domain.ChatMessage;
import dev.muster.domain.CorrelationId;
import dev.muster.domain.LobbyLimits;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.MigrationPolicy;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.Submission;
import dev.muster.p2p.P2PEvent;
import dev.muster.p2p.P2PEvent.CommandReplicated;
import dev.muster.p2p.P2PEvent.HostChanged;
import dev.muster.simulation.Latency;
import dev.muster.simulation.LinkConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What befalls a session that goes on by majority, made up from a seed: its network falls apart in every way, processes
 * crash and start again, people leave and are kicked. Nothing that a majority confirmed may be taken back.
 */
final class MajorityStory {
    private static final int STEPS = 40;
    private static final int SAID_MAX = LobbyLimits.CHAT_HISTORY_MAX - 10;

    private final SplittableRandom random;
    private final World world;
    private final List<World.Player> all = new ArrayList<>();
    private final Map<World.Player, Map<CorrelationId, String>> said = new HashMap<>();
    private final Set<String> forGood = new LinkedHashSet<>();
    private final List<String> told = new ArrayList<>();
    private int texts;
    private int restarts;

    MajorityStory(long seed) {
        random = new SplittableRandom(seed);
        world = new World(seed);
        world.grace = Duration.ofSeconds(8);
    }

    void run() {
        world.policy = MigrationPolicy.MAJORITY;
        World.Player host = world.host("P0");
        all.add(host);
        int players = 2 + random.nextInt(6);
        for (int i = 1; i < players; i++) {
            all.add(world.joined(host, "P" + i));
        }
        world.network.conditions(LinkConditions.perfect(Latency.uniform(Duration.ofMillis(1), Duration.ofMillis(120)))
                .withLoss(random.nextInt(10) / 100.0));
        for (int i = 0; i < STEPS; i++) {
            step();
            for (int j = 0; j < 1 + random.nextInt(12); j++) {
                world.run(Duration.ofMillis(500));
                listen();
            }
        }
        settle();
    }

    private World.Player any() {
        return all.get(random.nextInt(all.size()));
    }

    private Optional<World.Player> anyHost() {
        return all.stream()
                .filter(one -> one.machine.running() && one.loop.isHost())
                .findFirst();
    }

    private void tell(String what) {
        told.add(world.network.nowNanos() / 1_000_000 + " ms: " + what);
    }

    private void step() {
        World.Player one = any();
        switch (random.nextInt(14)) {
            case 0, 1 -> fallApart();
            case 2 -> {
                tell(one.name + " is cut off");
                world.network.isolate(one.machine);
            }
            case 3 -> {
                World.Player other = any();
                if (other != one) {
                    tell(one.name + " is heard by " + other.name + " no more");
                    world.network.cut(one.machine, other.machine);
                }
            }
            case 4, 5, 6 -> {
                tell("the network is whole");
                world.network.heal();
            }
            case 7 -> restart(one);
            case 8 -> depart(one);
            case 9 -> anyHost().ifPresent(host -> host.submit(new DelegateHost(host.lobbyId(), host.id(), one.id())));
            default -> speak(one);
        }
        speak(any());
    }

    private void fallApart() {
        List<World.Player> left = new ArrayList<>();
        List<World.Player> right = new ArrayList<>();
        all.forEach(one -> (random.nextBoolean() ? left : right).add(one));
        tell(names(left) + " against " + names(right));
        world.network.partition(
                left.stream().map(one -> one.machine).toList(),
                right.stream().map(one -> one.machine).toList());
    }

    private static String names(List<World.Player> some) {
        return some.stream().map(one -> one.name).toList().toString();
    }

    private void restart(World.Player one) {
        // Of those who started again together with those who leave, a majority must remember what it promised.
        if (2 * (restarts + 1) >= all.size() - 1) {
            return;
        }
        restarts++;
        tell(one.name + " starts again");
        listen();
        one.machine.crash();
        world.run(Duration.ofMillis(100 + random.nextInt(6_000)));
        said.remove(one);
        one.restart();
    }

    private void depart(World.Player one) {
        boolean isIn = one.machine.running() && one.isIn();
        if (!isIn || random.nextInt(3) > 0) {
            return;
        }
        if (random.nextBoolean()) {
            tell(one.name + " leaves");
            one.submit(new LeaveLobby(one.lobbyId(), one.id()));
        } else {
            anyHost().filter(host -> host != one).ifPresent(host -> {
                tell(host.name + " kicks " + one.name);
                host.submit(new KickGuest(host.lobbyId(), host.id(), one.id(), false));
            });
        }
    }

    private void speak(World.Player one) {
        if (!one.machine.running() || !one.isIn() || texts >= SAID_MAX) {
            return;
        }
        String text = "words " + texts++;
        if (one.submit(new SendChat(one.lobbyId(), one.id(), text)) instanceof Submission.Queued queued) {
            said.computeIfAbsent(one, it -> new HashMap<>()).put(queued.correlationId(), text);
        }
    }

    /** What more than half have confirmed stays for good. */
    private void listen() {
        for (World.Player one : all) {
            if (!one.machine.running()) {
                continue;
            }
            int participants =
                    one.loop.lobby().map(lobby -> lobby.participants().size()).orElse(1);
            for (P2PEvent event : one.peerEvents) {
                if (event instanceof CommandReplicated replicated
                        && replicated.guests() >= MigrationPolicy.guestsForGood(participants)) {
                    Optional.ofNullable(said.getOrDefault(one, Map.of()).get(replicated.command()))
                            .filter(forGood::add)
                            .ifPresent(text -> tell(one.name + ": " + text + " is for good"));
                } else if (event instanceof HostChanged changed && changed.isLocal()) {
                    tell(one.name + " is host of term " + changed.term());
                }
            }
            one.peerEvents.clear();
        }
    }

    /** Whoever can be host of a majority is, in the end, and everybody who is in sees the same. */
    private void settle() {
        world.network.heal();
        world.network.conditions(LinkConditions.lan());
        tell("all is well from now on");
        for (int i = 0; i < 240 && !isSettled(); i++) {
            world.run(Duration.ofMillis(500));
            listen();
        }
        List<World.Player> hosts = all.stream().filter(one -> one.loop.isHost()).toList();
        check(hosts.size() <= 1, "there are hosts " + names(hosts));
        if (hosts.size() == 1) {
            Set<String> there = hosts.get(0).lobby().chat().messages().stream()
                    .map(ChatMessage::text)
                    .collect(Collectors.toSet());
            Set<String> lost = new LinkedHashSet<>(forGood);
            lost.removeAll(there);
            check(lost.isEmpty(), "lost although a majority had confirmed it: " + lost);
        }
    }

    private boolean isSettled() {
        List<World.Player> hosts = all.stream().filter(one -> one.loop.isHost()).toList();
        return hosts.size() == 1
                && hosts.get(0).loop.p2p().mayDecide()
                && all.stream()
                        .filter(World.Player::isIn)
                        .allMatch(one -> one.lobby().equals(hosts.get(0).lobby()));
    }

    int forGood() {
        return forGood.size();
    }

    boolean endsWell() {
        return isSettled();
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise + "\n" + String.join("\n", told));
        }
    }
}
