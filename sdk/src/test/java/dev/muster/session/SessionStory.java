package dev.muster.session;

import dev.muster.domain.ActivityCommand.CancelRun;
import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.ActivityConfig;
import dev.muster.domain.ActivityId;
import dev.muster.domain.CommandFailed;
import dev.muster.domain.CorrelationId;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.EchoChallenge;
import dev.muster.domain.LifecycleCommand.EndLobby;
import dev.muster.domain.Lobby;
import dev.muster.domain.LobbyTime;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipCommand.KickGuest;
import dev.muster.domain.MembershipCommand.LeaveLobby;
import dev.muster.domain.Participant;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantCommand.SetReady;
import dev.muster.domain.ParticipantCommand.ToggleParticipationMode;
import dev.muster.domain.RunId;
import dev.muster.domain.Submission;
import dev.muster.domain.Value;
import dev.muster.identity.Hash;
import dev.muster.identity.Signature;
import dev.muster.p2p.P2PEvent;
import dev.muster.p2p.P2PEvent.CommandAccepted;
import dev.muster.p2p.P2PEvent.HistoryReplaced;
import dev.muster.p2p.P2PLimits;
import dev.muster.p2p.P2PSetup;
import dev.muster.p2p.P2PStatus;
import dev.muster.simulation.LinkConditions;
import dev.muster.simulation.SimulatedClock;
import dev.muster.wire.LobbyEvent;
import dev.muster.wire.RawJson;
import dev.muster.wire.SyncMessage.Confirmation;
import dev.muster.wire.SyncMessage.EventBroadcast;
import dev.muster.wire.SyncMessage.Head;
import dev.muster.wire.SyncMessage.RequestFullSync;
import dev.muster.wire.SyncMessage.RequestMissingEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A made-up evening: people come and go, talk and play, over bad networks and with machines that sleep, crash and start
 * again. In the end the network is well, and everybody must see the same.
 */
final class SessionStory {
    private static final int GUESTS_MAX = 6;
    private static final int STEPS = 40;

    /** How long peace may take at most, after the grace period of all who are away. */
    private static final int PEACE_SECONDS = 55;

    /** Most evenings end as soon as all is well; some go on, to see that it stays so. */
    private static final int LONG_PEACE_EVERY = 8;

    private final long seed;
    private final SplittableRandom random;
    private final World world;
    /** Who made the lobby; others may come to be host. */
    private final World.Player host;

    /** Whether what befalls guests befalls the host too. */
    private final boolean hostsFall;

    private final List<World.Player> guests = new ArrayList<>();
    private final Optional<Liar> liar;
    private long liarsCommands;
    private final Map<World.Player, List<CorrelationId>> submitted = new HashMap<>();

    SessionStory(long seed) {
        this.seed = seed;
        this.hostsFall = seed % 2 == 0;
        this.random = new SplittableRandom(seed * 31 + 7);
        this.world = new World(seed);
        world.limits = new P2PLimits(1 + random.nextInt(20), 20 + random.nextInt(100));
        world.network.trace().record(false);
        world.network.conditions(conditions());
        this.host = world.host("Host");
        this.liar = random.nextInt(4) == 0 ? Optional.of(Liar.guest(world, host, "Mallory")) : Optional.empty();
    }

    World world() {
        return world;
    }

    World.Player host() {
        return host;
    }

    List<World.Player> guests() {
        return guests;
    }

    /** Lives through it and checks what must hold afterwards. */
    void run() {
        for (int step = 0; step < STEPS; step++) {
            act();
            world.run(Duration.ofMillis(random.nextInt(2_000)));
        }
        makePeace();
        check();
    }

    /** Adds up what happened, so that a run of many stories can tell what none of them ever told. */
    void noteIn(StoryMarks marks) {
        marks.note(host, guests, liar.filter(Liar::isThrownOut).isPresent());
    }

    private LinkConditions conditions() {
        return switch (random.nextInt(4)) {
            case 0 -> LinkConditions.lan();
            case 1 -> LinkConditions.internet();
            case 2 -> LinkConditions.mobile();
            default ->
                LinkConditions.internet().withLoss(0.2).withDuplication(0.1).withReordering(0.2);
        };
    }

    private void act() {
        liar.filter(one -> random.nextInt(4) == 0).ifPresent(this::lie);
        int dice = random.nextInt(100);
        if (dice < 15 && guests.size() < GUESTS_MAX) {
            guests.add(world.guest(host, "Guest" + guests.size()));
        } else if (dice < 90) {
            somebodySubmits();
        } else {
            trouble();
        }
    }

    private void somebodySubmits() {
        World.Player one = anybody();
        if (!one.machine.running() || one.loop.lobby().isEmpty()) {
            return;
        }
        int times = random.nextInt(10) == 0 ? 50 : 1;
        for (int i = 0; i < times; i++) {
            Submission submission = one.loop.isHost() || one.isIn() ? one.submit(command(one)) : one.join();
            if (submission instanceof Submission.Queued queued && !one.loop.isHost()) {
                submitted.computeIfAbsent(one, player -> new ArrayList<>()).add(queued.correlationId());
            }
        }
    }

    private DomainCommand command(World.Player by) {
        Lobby lobby = by.lobby();
        return switch (random.nextInt(hostsFall ? 10 : 9)) {
            case 0 -> new SetReady(by.lobbyId(), by.id(), random.nextBoolean());
            case 1 -> new ToggleParticipationMode(by.lobbyId(), by.id(), by.id());
            case 2 -> new QueueActivity(by.lobbyId(), echo());
            case 3 -> new StartNextRun(by.lobbyId());
            case 4 ->
                new SubmitResult(
                        by.lobbyId(),
                        lobby.run().map(run -> run.start().id()).orElse(new RunId(uuid())),
                        by.id(),
                        Value.of(Map.of("response", Value.of("rust"))),
                        Optional.empty());
            case 5 ->
                lobby.run().isPresent() && random.nextBoolean()
                        ? new CancelRun(by.lobbyId(), lobby.run().get().start().id())
                        : chat(by);
            case 6 ->
                (by != host || hostsFall) && random.nextInt(4) == 0 ? new LeaveLobby(by.lobbyId(), by.id()) : chat(by);
            case 8 ->
                by.loop.isHost() && random.nextInt(3) == 0
                        ? new DelegateHost(
                                by.lobbyId(), by.id(), anyParticipant(lobby).id())
                        : chat(by);
            case 7 ->
                random.nextInt(6) == 0
                        ? new KickGuest(
                                by.lobbyId(), by.id(), anyParticipant(lobby).id(), random.nextInt(8) == 0)
                        : chat(by);
            default -> chat(by);
        };
    }

    private void lie(Liar one) {
        Hash hash = Hash.of(new byte[] {(byte) random.nextInt(256)});
        var nothing = new Signature(new byte[Signature.BYTES]);
        long sequence = 1L + random.nextInt(60);
        var event = new LobbyEvent(
                sequence,
                host.lobbyId(),
                new LobbyTime(random.nextInt(100_000)),
                0,
                hash,
                Optional.empty(),
                RawJson.takeOver("{\"type\":\"lobby_ended\"}".getBytes(StandardCharsets.UTF_8)));
        switch (random.nextInt(8)) {
            case 0 -> one.say(new EventBroadcast(event));
            case 1 -> one.say(new Head(0, sequence, hash, Optional.empty(), nothing, List.of()));
            case 2 -> one.say(new Confirmation(0, sequence, hash, nothing));
            case 3 -> one.say(new RequestMissingEvents(host.lobbyId(), 1, sequence));
            case 4 -> one.say(new RequestFullSync(host.lobbyId(), sequence));
            case 5 -> one.command(++liarsCommands, 0, new JoinLobby(host.lobbyId(), "Mallory"));
            case 6 -> one.command(1 + random.nextInt(5), sequence, chat(host));
            default -> one.command(++liarsCommands, sequence, new EndLobby(host.lobbyId()));
        }
    }

    private void trouble() {
        if (guests.isEmpty()) {
            return;
        }
        World.Player one = hostsFall ? anybody() : guests.get(random.nextInt(guests.size()));
        switch (random.nextInt(7)) {
            case 0 -> world.network.cut(host.machine, one.machine);
            case 1 -> world.network.isolate(one.machine);
            case 2 -> world.network.heal();
            case 3 -> {
                if (one.machine.running()) {
                    one.machine.crash();
                    submitted.remove(one);
                }
                one.restart();
            }
            case 4 -> {
                one.machine.pause(
                        random.nextBoolean() ? SimulatedClock.InSleep.RUNS : SimulatedClock.InSleep.STANDS_STILL);
                world.run(Duration.ofSeconds(random.nextInt(12)));
                one.machine.resume();
            }
            case 5 -> {
                world.network.signalling().stop();
                world.run(Duration.ofSeconds(random.nextInt(5)));
                world.network.signalling().start();
            }
            default -> world.network.conditions(conditions());
        }
    }

    private void makePeace() {
        world.network.heal();
        world.network.conditions(LinkConditions.lan());
        world.run(P2PSetup.GRACE_DEFAULT.plusSeconds(5));
        long rest = PEACE_SECONDS;
        while (rest > 0 && (seed % LONG_PEACE_EVERY == 0 || complaint().isPresent())) {
            world.run(Duration.ofSeconds(1));
            rest--;
        }
    }

    private void check() {
        complaint().ifPresent(words -> {
            throw new AssertionError("seed " + seed + ": " + words);
        });
    }

    /** The first thing that must hold among friends in peace and does not. */
    private Optional<String> complaint() {
        List<World.Player> hosts =
                world.players.stream().filter(one -> one.loop.isHost()).toList();
        List<World.Player> in = world.players.stream()
                .filter(one -> one.isIn() && one.loop.p2p().rejection().isEmpty())
                .toList();
        if (hosts.isEmpty() && in.isEmpty()) {
            return Optional.empty(); // The host's process ended while it was alone, and the lobby with it.
        }
        if (hosts.size() != 1) {
            return Optional.of("there is not one host:\n" + told(hosts) + "and in are:\n" + told(in));
        }
        World.Player decides = hosts.get(0);
        for (World.Player player : world.players) {
            String words = player == decides ? aboutTheHost(decides) : aboutAGuest(player, decides);
            if (!words.isEmpty()) {
                return Optional.of(player.name + " " + words + "\nin the end: "
                        + player.loop.metrics().p2p() + "\nat last: " + lastWordsOf(player));
            }
        }
        return Optional.empty();
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

    private String aboutAGuest(World.Player guest, World.Player decides) {
        P2PStatus status = guest.loop.metrics().p2p();
        if (decides.lobby().participant(guest.id()).isPresent()) {
            String words = aboutTheLobbyOf(guest, decides);
            if (!words.isEmpty()) {
                return words;
            }
        }
        if (status.outstanding() != 0) {
            return "has commands without an outcome";
        } else if (status.contradictions() != 0 && !hostsFall) {
            return "was contradicted by an honest host";
        } else if (status.waiting() != 0) {
            return "has messages that nobody handled";
        }
        return aboutOutcomes(guest, submitted.getOrDefault(guest, List.of()));
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

    private World.Player anybody() {
        int chosen = random.nextInt(guests.size() + 1);
        return chosen == 0 ? host : guests.get(chosen - 1);
    }

    private Participant anyParticipant(Lobby lobby) {
        return lobby.participants().get(random.nextInt(lobby.participants().size()));
    }

    private SendChat chat(World.Player by) {
        return new SendChat(by.lobbyId(), by.id(), "word " + random.nextInt(1_000));
    }

    private ActivityConfig echo() {
        return new ActivityConfig(
                new ActivityId(uuid()), EchoChallenge.ID, "Echo", Value.of(Map.of("prompt", Value.of("rust"))));
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
