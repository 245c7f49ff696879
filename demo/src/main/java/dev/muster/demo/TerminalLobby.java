package dev.muster.demo;

import dev.muster.domain.ActivityEvent.ActivityQueued;
import dev.muster.domain.ActivityEvent.ResultSubmitted;
import dev.muster.domain.DomainEvent;
import dev.muster.domain.LifecycleEvent.LobbyEnded;
import dev.muster.domain.MembershipEvent.GuestJoined;
import dev.muster.domain.MembershipEvent.GuestLeft;
import dev.muster.domain.ParticipantEvent.ReadyChanged;
import dev.muster.p2p.P2PEvent;
import dev.muster.session.SessionListener;
import dev.muster.signalling.server.StartException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The lobby as lines in the terminal. The host plays by a script as well, so that it ends by itself. */
final class TerminalLobby implements SessionListener {
    /** The script never waits for people: where nothing happens for so long, something is wrong. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    private static final String PROMPT = "many hands make light work";

    private final LocalSession session;
    private final PrintStream out;
    private final Chronicle chronicle = new Chronicle();
    private final BlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
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
                String why = session.guestTrouble().orElse("nothing happened for " + SILENCE_MAX.toSeconds() + " s");
                System.err.println("The demo stops early: " + why);
                return Main.FAILED;
            }
            turn.run();
        }
        return Main.DONE;
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
