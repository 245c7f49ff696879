package dev.muster.demo;

import dev.muster.domain.ActivityCommand.QueueActivity;
import dev.muster.domain.ActivityCommand.StartNextRun;
import dev.muster.domain.ActivityCommand.SubmitResult;
import dev.muster.domain.ActivityId;
import dev.muster.domain.DomainCommand;
import dev.muster.domain.EchoChallenge;
import dev.muster.domain.LifecycleCommand.EndLobby;
import dev.muster.domain.LobbyId;
import dev.muster.domain.ParticipantCommand.SendChat;
import dev.muster.domain.ParticipantId;
import dev.muster.domain.RunId;
import dev.muster.domain.Submission;
import dev.muster.identity.SessionId;
import dev.muster.session.HostedSession;
import dev.muster.session.P2PLoopBuilder;
import dev.muster.session.SessionRunner;
import dev.muster.signalling.server.SignallingServer;
import dev.muster.signalling.server.StartException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * Everything that one lobby needs, on this machine: a signalling server on a free loopback port, a host, and a guest
 * that plays by a script. Host and guest meet over real WebRTC, without any ICE server.
 */
final class LocalSession implements AutoCloseable {
    static final String LOBBY_NAME = "Demo Lobby";
    static final String HOST_NAME = "Alice";
    static final String GUEST_NAME = "Bob";

    private final SignallingServer server;
    private final String url;
    private final HostedSession hosted;
    private Optional<SessionRunner> runner = Optional.empty();
    private Optional<ScriptedGuest> guest = Optional.empty();

    private LocalSession(SignallingServer server, String url, HostedSession hosted) {
        this.server = server;
        this.url = url;
        this.hosted = hosted;
    }

    /**
     * Opens the lobby.
     *
     * @throws java.util.concurrent.CompletionException with a {@code P2PException} if there is no way to host here
     */
    static LocalSession open() throws StartException {
        SignallingServer server = SignallingServer.builder()
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .start();
        try {
            String url = "ws://localhost:" + server.boundAddress().getPort();
            HostedSession hosted = new P2PLoopBuilder()
                    .buildSessionHost(url, List.of(), LOBBY_NAME, HOST_NAME)
                    .join();
            return new LocalSession(server, url, hosted);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Lets it live, and sends the guest there. Once.
     *
     * @param guestRuns after so many runs the guest leaves
     * @param executor calls the screen
     */
    void begin(int guestRuns, Executor executor, LobbyScreen screen) {
        runner = Optional.of(SessionRunner.start(hosted.loop(), executor, screen));
        var player = new ScriptedGuest(GUEST_NAME, guestRuns, why -> executor.execute(() -> screen.guestGaveUp(why)));
        player.join(url, hosted.sessionId());
        guest = Optional.of(player);
    }

    String url() {
        return url;
    }

    SessionId sessionId() {
        return hosted.sessionId();
    }

    ParticipantId hostId() {
        return hosted.loop().localParticipantId();
    }

    void say(String text) {
        submit(new SendChat(lobbyId(), hostId(), text));
    }

    void queueEcho(String prompt) {
        submit(new QueueActivity(lobbyId(), EchoChallenge.challenge(new ActivityId(UUID.randomUUID()), prompt)));
    }

    void startRun() {
        submit(new StartNextRun(lobbyId()));
    }

    void answer(RunId run, String text) {
        submit(new SubmitResult(lobbyId(), run, hostId(), EchoChallenge.response(text)));
    }

    void end() {
        submit(new EndLobby(lobbyId()));
    }

    private LobbyId lobbyId() {
        return hosted.loop().lobbyId();
    }

    /** What comes of a command is told by events; only one that was not even queued is told here. */
    private void submit(DomainCommand command) {
        var unused = runner.orElseThrow()
                .submit(command)
                .thenApply(LocalSession::problem)
                .exceptionally(failure -> Optional.of(String.valueOf(failure.getMessage())))
                .thenAccept(problem -> problem.ifPresent(System.err::println));
    }

    private static Optional<String> problem(Submission submission) {
        return submission instanceof Submission.Refused refused
                ? Optional.of(refused.refusal().sentence())
                : Optional.empty();
    }

    @Override
    public void close() {
        guest.ifPresent(ScriptedGuest::close);
        runner.ifPresentOrElse(SessionRunner::close, hosted.loop()::close);
        server.close();
    }
}
