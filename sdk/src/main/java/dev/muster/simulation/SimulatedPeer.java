package dev.muster.simulation;

import dev.muster.transport.PeerId;
import dev.muster.transport.Transport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One machine of the simulated network, with the process on it: it can crash, restart, sleep, and move. */
public final class SimulatedPeer {
    /** How long an operating system takes at most to tell that an address changed. */
    private static final Duration NETWORK_CHANGE_NOTICE_MAX = Duration.ofSeconds(2);

    private enum State {
        RUNNING,
        PAUSED,
        CRASHED
    }

    private final SimulatedNetwork network;
    private final String name;
    private final SimulatedClock clock;
    private final SplittableRandom random;
    /** What the operating system holds back while the machine sleeps. */
    private final Queue<Runnable> heldBack = new ArrayDeque<>();

    private State state = State.RUNNING;
    private SimulatedTransport transport;
    private int incarnation;
    private @Nullable Program program;

    /** A task and how it is driven; replaced as a whole, so that turns of an old one can tell that they are stale. */
    private static final class Program {
        private final long intervalNanos;
        private final boolean wakesEarly;
        private final PollTask task;
        private boolean wakeScheduled;

        Program(Duration interval, boolean wakesEarly, PollTask task) {
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException("a poll interval is longer than 0, not " + interval);
            }
            this.intervalNanos = interval.toNanos();
            this.wakesEarly = wakesEarly;
            this.task = task;
        }
    }

    SimulatedPeer(SimulatedNetwork network, String name) {
        this.network = network;
        this.name = name;
        this.clock = new SimulatedClock(network.queue());
        this.random = Chance.stream(network.seed(), "peer " + name);
        this.transport = new SimulatedTransport(network, this, incarnation);
    }

    /**
     * The name it was added under.
     *
     * @return the name, also in traces
     */
    public String name() {
        return name;
    }

    /**
     * The clocks of this machine.
     *
     * @return the same for its whole life
     */
    public SimulatedClock clock() {
        return clock;
    }

    /**
     * The transport of the process that runs now. Each {@link #restart} makes a new one.
     *
     * @return the transport; after a crash that of the dead process, which answers nothing
     */
    public Transport transport() {
        return transport;
    }

    /**
     * The id that the signalling server knows this peer by.
     *
     * @return empty while it knows none
     */
    public Optional<PeerId> localId() {
        return transport.localId();
    }

    /**
     * Whether the process runs: not crashed, not asleep.
     *
     * @return true if it runs
     */
    public boolean running() {
        return state == State.RUNNING;
    }

    /**
     * Runs a program here: it is polled at an interval of this machine's clock and at once when something arrived. It
     * ends with the process.
     *
     * @param interval the time between polls when nothing arrives
     * @param task the program; replaces the one before
     */
    public void run(Duration interval, PollTask task) {
        start(new Program(interval, true, task));
    }

    /**
     * Runs a program that is polled at its interval only, however much arrives: a slow frame, a busy machine.
     *
     * @param interval the time between polls
     * @param task the program; replaces the one before
     */
    public void runAtIntervalsOnly(Duration interval, PollTask task) {
        start(new Program(interval, false, task));
    }

    /**
     * Ends the process as {@code kill -9} does: nobody is told, except that the signalling server sees its socket end.
     */
    public void crash() {
        if (state == State.CRASHED) {
            return;
        }
        network.note(name, "crashes");
        state = State.CRASHED;
        program = null;
        heldBack.clear();
        transport.die();
        network.conditionsChanged();
    }

    /**
     * Starts a new process on this machine, ending the one that ran.
     *
     * @return the transport of the new process
     */
    public Transport restart() {
        crash();
        clock.wake();
        state = State.RUNNING;
        incarnation++;
        network.note(name, "starts again");
        transport = new SimulatedTransport(network, this, incarnation);
        transport.joinSignalling();
        return transport;
    }

    /**
     * Puts the machine to sleep: a closed lid, a stopped process. It hears nothing, says nothing and computes nothing.
     *
     * @param monotonicClock what its monotonic clock does meanwhile
     */
    public void pause(SimulatedClock.InSleep monotonicClock) {
        if (state != State.RUNNING) {
            return;
        }
        network.note(name, "falls asleep, clock " + monotonicClock);
        state = State.PAUSED;
        clock.sleep(monotonicClock);
        network.conditionsChanged();
    }

    /** Wakes the machine up. What the operating system held back happens at once. */
    public void resume() {
        if (state != State.PAUSED) {
            return;
        }
        network.note(name, "wakes up");
        clock.wake();
        state = State.RUNNING;
        network.conditionsChanged();
        int waiting = heldBack.size();
        for (int i = 0; i < waiting && state == State.RUNNING; i++) {
            Runnable next = heldBack.poll();
            if (next != null) {
                next.run();
            }
        }
    }

    /** Moves the machine to another network: the paths of its connections break until ICE is restarted on them. */
    public void changeAddress() {
        if (state == State.CRASHED) {
            return;
        }
        network.note(name, "changes its address");
        transport.breakRoutes();
        SimulatedTransport noticing = transport;
        long notice = random.nextLong(NETWORK_CHANGE_NOTICE_MAX.toNanos() + 1);
        network.queue().after(notice, () -> whenRunning(noticing::networkChanged));
    }

    void joinSignalling() {
        transport.joinSignalling();
    }

    /** Runs an action now, or after waking up, or never if the process ends before. */
    void whenRunning(Runnable action) {
        if (state == State.RUNNING) {
            action.run();
        } else if (state == State.PAUSED) {
            heldBack.add(action);
        }
    }

    /** Something arrived: the program may want to be polled before its interval is over. */
    void wakeProgram() {
        Program current = program;
        if (current == null || !current.wakesEarly || current.wakeScheduled) {
            return;
        }
        current.wakeScheduled = true;
        network.queue().after(0, () -> {
            current.wakeScheduled = false;
            turn(current);
        });
    }

    private void start(Program started) {
        if (state == State.CRASHED) {
            throw new IllegalStateException(name + " has crashed; restart() it before running a program");
        }
        program = started;
        network.queue().after(0, () -> turnAndRepeat(started));
    }

    private void turnAndRepeat(Program current) {
        if (program != current) {
            return;
        }
        if (state == State.PAUSED) {
            heldBack.add(() -> turnAndRepeat(current));
            return;
        }
        turn(current);
        if (program == current) {
            network.queue().after(clock.trueNanos(current.intervalNanos), () -> turnAndRepeat(current));
        }
    }

    private void turn(Program current) {
        if (program != current || state != State.RUNNING) {
            return;
        }
        try {
            current.task.poll(clock.monotonicNanos(), clock.wallMillis());
        } catch (RuntimeException | Error failure) {
            throw network.failure(name, failure);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
