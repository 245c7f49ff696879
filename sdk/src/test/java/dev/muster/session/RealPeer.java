package dev.muster.session;

import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.ActivityEvent.RunStarted;
import dev.muster.domain.ActivityId;
import dev.muster.domain.ActivityTypes;
import dev.muster.domain.CommandFailed;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.DomainEvent;
import dev.muster.domain.EchoChallenge;
import dev.muster.domain.LifecycleCommand.RenameLobby;
import dev.muster.domain.Lobby;
import dev.muster.domain.MembershipCommand.DelegateHost;
import dev.muster.domain.MembershipCommand.JoinLobby;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantCommand.SetParticipantProperty;
import dev.muster.domain.ParticipantEvent.ChatSent;
import dev.muster.domain.ParticipantEvent.ParticipantPropertySet;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.Submission;
import dev.muster.domain.Value;
import dev.muster.identity.SessionId;
import dev.muster.p2p.P2PEvent;
import dev.muster.p2p.P2PEvent.HostChanged;
import dev.muster.p2p.P2PEvent.PeerBroken;
import dev.muster.p2p.P2PEvent.PeerRemoved;
import dev.muster.p2p.P2PEvent.PeerRestored;
import dev.muster.p2p.P2PEvent.SignallingLost;
import dev.muster.p2p.P2PEvent.SignallingRestored;
import dev.muster.wire.LobbyJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * A game in a process of its own: it does what it is told on standard input, and says what happens on standard output,
 * one line each. It plays along in every run that requires it.
 */
final class RealPeer {
    static final String HOST = "host";

    /** Long enough to come back after ten seconds, and short enough to wait for. */
    static final Duration GRACE = Duration.ofSeconds(12);

    /** A busy machine shall find out nothing about time-outs. */
    private static final Duration START_STAGE = Duration.ofSeconds(60);

    private static final int DIGEST_CHARS = 16;

    private final SessionLoop loop;
    private final RealOrders orders = new RealOrders();
    private final List<Question> questions = new ArrayList<>();
    private final RealFlow flow;
    private final RealFlow talk;
    private boolean running = true;

    /** Where this side stands, to be answered when it has come that far. */
    private record Question(String name, long sequence) {}

    private RealPeer(SessionLoop loop) {
        this.loop = loop;
        this.flow = new RealFlow(number -> submit(new RenameLobby(loop.lobbyId(), "Flowing " + number)));
        this.talk = new RealFlow(number -> submit(new SetParticipantProperty(
                loop.lobbyId(), loop.localParticipantId(), "said", Value.of("word-" + number + "."))));
    }

    /**
     * The entry of the process.
     *
     * @param arguments {@code host}, the server's URL and a name; or the session's id, the URL and a name; and the
     *     seconds of grace, if not {@link #GRACE}
     */
    public static void main(String[] arguments) throws InterruptedException {
        var builder = new P2PLoopBuilder()
                .batchSize(RealFullLobby.BATCH)
                .queueSize(RealFullLobby.QUEUE)
                .gracePeriod(arguments.length > 3 ? Duration.ofSeconds(Long.parseLong(arguments[3])) : GRACE)
                .activityTypes(ActivityTypes.of(new EchoChallenge(), RealFullLobby.ACTIVITY))
                .settings(RealFullLobby.settings())
                .startTimes(new StartTimes(START_STAGE, START_STAGE, START_STAGE));
        SessionLoop loop;
        if (arguments[0].equals(HOST)) {
            HostedSession hosted = builder.buildSessionHost(arguments[1], List.of(), "Real", arguments[2])
                    .join();
            loop = hosted.loop();
            say("session " + hosted.sessionId());
        } else {
            JoinedSession joined = builder.buildSessionGuest(arguments[1], SessionId.parse(arguments[0]), List.of())
                    .join();
            loop = joined.loop();
            say("sees " + loop.lobby().map(lobby -> lobby.participants().size()).orElse(0));
        }
        new RealPeer(loop).run(arguments[2]);
    }

    private void run(String name) throws InterruptedException {
        orders.listen(loop::wakeUp);
        say("iam " + loop.localPeerId().orElseThrow() + " " + loop.localParticipantId());
        while (running) {
            loop.awaitWork(talk.wait(flow.wait(SessionLoop.POLL_INTERVAL)));
            flow.go();
            talk.go();
            loop.poll();
            loop.domain().drainEvents().forEach(this::happened);
            loop.drainPeerEvents().forEach(RealPeer::told);
            for (var order = orders.next(); order.isPresent(); order = orders.next()) {
                obey(order.get(), name);
            }
            questions.removeIf(this::answered);
        }
        loop.close();
        say("ended");
    }

    private void obey(List<String> order, String name) throws InterruptedException {
        switch (order.get(0)) {
            case "join" -> submit(new JoinLobby(loop.lobbyId(), name));
            case "play" -> {
                var activity = new ActivityId(new UUID(0, System.nanoTime()));
                submit(new QueueActivity(loop.lobbyId(), EchoChallenge.challenge(activity, order.get(1))));
                submit(new StartNextRun(loop.lobbyId()));
            }
            case "chat" -> submit(new SendChat(loop.lobbyId(), loop.localParticipantId(), order.get(1)));
            case "handOver" -> {
                var successor = new ParticipantId(UUID.fromString(order.get(1)));
                submit(new DelegateHost(loop.lobbyId(), loop.localParticipantId(), successor));
            }
            case "fill" -> say("filled " + new RealFullLobby(loop).fill());
            case "makeRoom" -> say("room since " + new RealFullLobby(loop).makeRoom() + " left");
            case "flow" -> flow.start(Integer.parseInt(order.get(1)));
            case "stop" -> say("flowed " + flow.stop());
            case "talk" -> talk.start(Integer.parseInt(order.get(1)));
            case "hush" -> say("talked " + talk.stop());
            case "where" -> questions.add(new Question(order.get(1), Long.parseLong(order.get(2))));
            case "status" -> say("status " + loop.metrics().p2p());
            case RealOrders.QUIT -> running = false;
            default -> say("unknown order " + order);
        }
    }

    private void submit(DomainCommand command) {
        if (loop.submitCommand(command) instanceof Submission.Refused refused) {
            say("refused " + refused.refusal().code());
        }
    }

    private void happened(DomainEvent event) {
        if (event instanceof GuestJoined joined) {
            say("joined " + joined.participant().id());
        } else if (event instanceof GuestLeft left) {
            say("left " + left.participantId() + " " + left.reason());
        } else if (event instanceof ChatSent chat) {
            say("heard " + chat.message().text());
        } else if (event instanceof ParticipantPropertySet said && said.value() instanceof Value.Text text) {
            say("heard " + text.value());
        } else if (event instanceof RunStarted started
                && started.requiredSubmitters().contains(loop.localParticipantId())) {
            EchoChallenge.prompt(started.run().config())
                    .ifPresent(prompt -> submit(new SubmitResult(
                            loop.lobbyId(),
                            started.run().id(),
                            loop.localParticipantId(),
                            EchoChallenge.response(prompt))));
        } else if (event instanceof RunEnded ended) {
            int points = ended.results().stream()
                    .mapToInt(result -> result.score().orElse(0))
                    .sum();
            say("results " + ended.results().size() + " points " + points + " " + ended.reason());
        } else if (event instanceof CommandFailed failed) {
            say("refused " + failed.refusal().code());
        }
    }

    private static void told(P2PEvent event) {
        if (event instanceof PeerBroken broken) {
            say("broken " + broken.peer());
        } else if (event instanceof PeerRestored restored) {
            say("restored " + restored.peer());
        } else if (event instanceof PeerRemoved removed) {
            say("removed " + removed.peer() + " " + removed.why());
        } else if (event instanceof HostChanged changed) {
            say("host " + changed.host());
        } else if (event instanceof SignallingLost) {
            say("signalling lost");
        } else if (event instanceof SignallingRestored) {
            say("signalling restored");
        }
    }

    /** A guest stands where it says only if the host has given its word for it. */
    private boolean answered(Question question) {
        long sequence = loop.p2p().currentSequence();
        boolean isThere = sequence >= question.sequence()
                && loop.lobby().isPresent()
                && (loop.isHost() || loop.p2p().confirmedLobby().equals(loop.lobby()));
        if (isThere) {
            say("stands " + question.name() + " " + sequence + " "
                    + digest(loop.lobby().orElseThrow()));
        }
        return isThere;
    }

    private static String digest(Lobby lobby) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(LobbyJson.encode(lobby.contents()));
            return HexFormat.of().formatHex(bytes).substring(0, DIGEST_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** With a mark, because the native library prints lines of its own. */
    private static void say(String line) {
        System.out.println("@ " + line);
        System.out.flush();
    }
}
