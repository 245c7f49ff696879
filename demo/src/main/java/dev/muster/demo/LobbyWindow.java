package dev.muster.demo;

import dev.muster.domain.ActivityEvent.RunEnded;
import dev.muster.domain.DomainEvent;
import dev.muster.domain.LifecycleEvent.LobbyCreated;
import dev.muster.domain.Lobby;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.p2p.P2PEvent;
import dev.muster.signalling.server.StartException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;

/** The lobby as a window, with the person at it as host. All but {@link #run} belongs to the toolkit's thread. */
final class LobbyWindow implements LobbyScreen {
    private static final List<String> PROMPTS =
            List.of("many hands make light work", "the more the merrier", "two heads are better than one");
    private static final double WIDTH = 760;
    private static final double HEIGHT = 560;

    private final LocalSession session;
    private final LobbyPane pane;
    private final Chronicle chronicle = new Chronicle();
    private int queued;

    private LobbyWindow(LocalSession session) {
        this.session = session;
        this.pane = new LobbyPane(session);
    }

    /**
     * Shows the lobby until the window is closed. The toolkit has been started.
     *
     * @return the exit code
     */
    static int run() throws StartException, InterruptedException {
        var closed = new CountDownLatch(1);
        try (LocalSession session = LocalSession.open()) {
            Platform.runLater(() -> new LobbyWindow(session).show(closed));
            closed.await();
        }
        return Main.DONE;
    }

    private void show(CountDownLatch closed) {
        var stage = new Stage();
        stage.setTitle("Muster: " + LocalSession.LOBBY_NAME);
        stage.setScene(new Scene(pane.root(), WIDTH, HEIGHT));
        stage.setOnHidden(event -> closed.countDown());
        stage.show();
        session.begin(Integer.MAX_VALUE, Platform::runLater, this);
    }

    @Override
    public void guestGaveUp(String why) {
        pane.tell(LocalSession.GUEST_NAME + " cannot play: " + why);
    }

    @Override
    public void lobbyChanged(Lobby lobby) {
        pane.draw(LobbyPicture.of(lobby, session.hostId()));
    }

    @Override
    public void peerEvent(P2PEvent event) {
        chronicle.tell(event).ifPresent(pane::tell);
    }

    /** There is always one challenge in the queue, so that Start has something to start. */
    @Override
    public void happened(DomainEvent event) {
        chronicle.tell(event).ifPresent(pane::tell);
        if (event instanceof GuestJoined joined) {
            session.say("Welcome, " + joined.participant().name() + ".");
        } else if (event instanceof LobbyCreated || event instanceof RunEnded) {
            session.queueEcho(PROMPTS.get(queued % PROMPTS.size()));
            queued++;
        }
    }
}
