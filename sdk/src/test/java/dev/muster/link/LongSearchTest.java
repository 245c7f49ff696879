package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody who is wanted and not there is looked for, and not for ever as often as at first. */
class LongSearchTest {
    private static final int AN_HOUR = 3_600;

    private final LinkWorld world = new LinkWorld(5);
    private final LinkPeer host = world.host();
    private final LinkPeer friend = world.guest("friend");
    private final List<WrappedTransport> counted = new ArrayList<>();
    private final LinkPeer seeker =
            world.add(world.machine("looking"), world.local("looking", 0, false), this::counted);

    private Transport counted(Transport inner) {
        var transport = new WrappedTransport(inner);
        counted.add(transport);
        return transport;
    }

    @BeforeEach
    void theFriendIsLost() {
        world.runSeconds(1);
        seeker.links().want(host.actor().key(), host.id());
        seeker.links().want(friend.actor().key(), friend.id());
        world.await("linked", () -> seeker.isLinkedTo(host) && seeker.isLinkedTo(friend));
        world.network().cut(friend.machine(), seeker.machine());
        world.network().cut(seeker.machine(), friend.machine());
        world.runSeconds(40);
    }

    private long connectionsMade() {
        return counted.stream().mapToLong(WrappedTransport::connectionsMade).sum();
    }

    private long dialled(double seconds) {
        long before = connectionsMade();
        world.runSeconds(seconds);
        return connectionsMade() - before;
    }

    @Test
    void atFirstEveryFewSecondsAndLaterOnceAMinute() {
        long atFirst = dialled(60);
        assertTrue(atFirst >= 10, () -> atFirst + " times in the first minute");
        world.runSeconds(600);
        long later = dialled(AN_HOUR);
        assertTrue(later >= 50 && later <= 90, () -> later + " times in an hour");
    }

    @Test
    void aSignThatSomethingHappenedBringsTheSearchBack() {
        world.runSeconds(1_200);
        long rarely = dialled(60);
        world.guest("newcomer");
        long often = dialled(60);
        assertTrue(rarely <= 2 && often >= 6, () -> rarely + ", and then " + often);
    }

    @Test
    void whoIsFoundLetsTheOthersBeLookedForAtOnce() {
        world.network().isolate(seeker.machine());
        world.runSeconds(1_200);
        world.network().heal();
        world.await(
                "the first is back",
                Duration.ofSeconds(61),
                () -> seeker.isLinkedTo(host) || seeker.isLinkedTo(friend));
        world.await("and the other", Duration.ofSeconds(5), () -> seeker.isLinkedTo(host) && seeker.isLinkedTo(friend));
    }
}
