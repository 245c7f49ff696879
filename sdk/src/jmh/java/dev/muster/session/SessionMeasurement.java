package dev.muster.session;

import dev.muster.fork.Fork;
import dev.muster.fork.Machines;
import dev.muster.fork.Machines.Machine;
import dev.muster.webrtc.SignallingProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Starts a signalling server, a host and a guest, and prints what the guest found. */
final class SessionMeasurement {
    private final Machines machines = new Machines();

    private SessionMeasurement() {}

    /**
     * The entry of the process, which has to be inside the network of {@link Fork.Network#BRIDGE}.
     *
     * @param arguments how many joins, and how many round trips
     */
    public static void main(String[] arguments) throws Exception {
        try (var signalling = new SignallingProcess()) {
            signalling.start();
            new SessionMeasurement().run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        }
        System.exit(0);
    }

    private void run(int joins, int roundTrips) throws Exception {
        Machine host = start(MeasuredSession.HOST);
        machines.until("a session", () -> host.count("session ") == 1);
        Machine guest = start(answer(host, "session"));
        print("start to synced lobby", joins, ask(guest, MeasuredSession.JOINS, joins));
        print("guest to host to guest, awaitWork", roundTrips, ask(guest, MeasuredSession.TRIPS, roundTrips));
        print("the same, poll first", roundTrips, ask(guest, MeasuredSession.POLLED_TRIPS, roundTrips));
        machines.close();
    }

    private Machine start(String role) throws Exception {
        var command = new ArrayList<>(Fork.java(List.of("-Xmx1g")));
        command.add(MeasuredSession.class.getName());
        command.add(SignallingProcess.URL);
        command.add(role);
        return machines.start(command);
    }

    /** One order for each, because one answer is waited for only so long. */
    private String ask(Machine machine, String what, int count) throws Exception {
        for (int i = 0; i < count; i += MeasuredSession.PORTION) {
            long before = machine.count(what + " ");
            machine.order(what + " " + Math.min(MeasuredSession.PORTION, count - i));
            machines.until(what, () -> machine.count(what + " ") > before);
        }
        return answer(machine, what);
    }

    /** The last one. */
    private static String answer(Machine machine, String what) {
        return machine.lines().stream()
                .filter(line -> line.startsWith(what + " "))
                .reduce((older, newer) -> newer)
                .orElseThrow()
                .substring(what.length() + 1);
    }

    private static void print(String what, int times, String figures) {
        System.out.printf(Locale.ROOT, "%-40s %s (%d times, the first quarter as warm-up)%n", what, figures, times);
    }
}
