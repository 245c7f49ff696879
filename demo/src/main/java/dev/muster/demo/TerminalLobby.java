package dev.muster.demo;

import dev.muster.domain.ActivityEvent.ActivityQueued;
import dev.muster.domain.ActivityEvent.ResultSubmitted;
import dev.muster.domain.DomainEvent;
import dev.muster.domain.LifecycleEvent.LobbyEnded;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.ParticipantEvent.ReadyChanged;
import dev.muster.p2p.P2PEvent;
import dev.muster.signalling.server.StartException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The lobby as lines in the terminal. The host plays by a script as well, so that it ends by itself. */
final class TerminalLobby implements LobbyScreen {
    /** The script never waits for people: where nothing happens for so long, something is wrong. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    private static final String PROMPT = "many hands make light work";

    private final LocalSession session;
    private final PrintStream out;
    private final Chronicle chronicle = new Chronicle();
    private final BlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
    private int code = Main.DONE;
    private boolean over;

    private TerminalLobby(LocalSession session, PrintStream out) {
        this.session = session;
        this.out = out;
    }

    /**
     * Plays the script to its end, on the thread that calls.
     *
     * @return the exit code
     */
    static int run(PrintStream out) throws StartException, InterruptedException {
        try (LocalSession session = LocalSession.open()) {
            out.println("Signalling server: " + session.url());
            out.println("Session id: " + session.sessionId());
            return new TerminalLobby(session, out).play();
        }
    }

    private int play() throws InterruptedException {
        session.begin(1, turns::add, this);
        while (!over) {
            Runnable turn = turns.poll(SILENCE_MAX.toMillis(), TimeUnit.MILLISECONDS);
            if (turn == null) {
                stop("Nothing happened for " + SILENCE_MAX.toSeconds() + " s.");
            } else {
                turn.run();
            }
        }
        return code;
    }

    private void stop(String why) {
        System.err.println("The demo stops early. " + why);
        code = Main.FAILED;
        over = true;
    }

    @Override
    public void guestGaveUp(String why) {
        stop(LocalSession.GUEST_NAME + " cannot play: " + why);
    }

    @Override
    public void peerEvent(P2PEvent event) {
        chronicle.tell(event).ifPresent(out::println);
    }

    @Override
    public void happened(DomainEvent event) {
        chronicle.tell(event).ifPresent(out::println);
        if (event instanceof GuestJoined joined) {
            session.say("Welcome, " + joined.participant().name() + ".");
        } else if (event instanceof ReadyChanged changed && changed.ready()) {
            session.queueEcho(PROMPT);
        } else if (event instanceof ActivityQueued) {
            session.startRun();
        } else if (event instanceof ResultSubmitted submitted
                && !submitted.result().participantId().equals(session.hostId())) {
            session.answer(submitted.runId(), PROMPT); // Last, so that the lines come in the same order every time.
        } else if (event instanceof GuestLeft) {
            session.end();
        }
        over = over || event instanceof LobbyEnded;
    }
}
