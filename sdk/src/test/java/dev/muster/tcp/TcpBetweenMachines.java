package dev.muster.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.fork.Machines;
import dev.muster.fork.Machines.Machine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A LAN of three machines. Run by {@link TcpLanTest} in a network of its own. */
class TcpBetweenMachines {
    @Test
    void threeMachinesOfALanMeetThroughTheDirectoryOfTheFirst() throws Exception {
        try (var machines = new Machines()) {
            List<Machine> three = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Machine machine = three.isEmpty()
                        ? machines.java(LanPeer.class)
                        : machines.java(LanPeer.class, three.get(0).address());
                three.add(machine);
                machines.until("it is in", () -> machine.count("id") == 1);
                // It listens everywhere, and says under which address the others find it.
                assertEquals(1, machine.count("at " + machine.address()), machines::log);
            }
            // The second and the third meet directly: the directory tells each where the other is.
            machines.until(
                    "everybody heard everybody",
                    () -> three.stream().allMatch(machine -> machine.count("heard hello") == 2));
        }
    }
}
