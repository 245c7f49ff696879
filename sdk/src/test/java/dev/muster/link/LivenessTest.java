package dev.muster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.simulation.Latency;
import dev.muster.simulation.LinkConditions;
import dev.muster.simulation.SimulatedClock.InSleep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of times, and rules 37 and 39. */
class LivenessTest {
    private final LinkWorld world = new LinkWorld(7);
    private LinkPeer host;
    private LinkPeer guest;

    @BeforeEach
    void link() {
        host = world.host();
        guest = world.guest("guest");
        world.awaitLinks(host, List.of(guest));
        world.runSeconds(2);
    }

    @Test
    void aKilledPeerIsDegradedIn2500BrokenIn5000AndRemoved30SecondsLater() {
        guest.machine().crash();
        assertEquals(2.5, secondsUntil(() -> host.count(LinkEvent.Degraded.class) == 1), 0.35);
        assertEquals(2.5, secondsUntil(() -> host.count(LinkEvent.Broken.class) == 1), 0.15);
        assertEquals(30, secondsUntil(() -> host.count(LinkEvent.Removed.class) == 1), 0.15);
        assertEquals(List.of(), host.links().statuses());
    }

    @Test
    void theTimesAreThoseOfTheConfiguration() {
        LinkTimes quick = LinkTimes.DEFAULT
                .withPings(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(100))
                .withSilences(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
        var other = new LinkWorld(8).with(LinkWorld.CONFIG.withTimes(quick));
        LinkPeer one = other.host();
        LinkPeer two = other.guest("two");
        other.awaitLinks(one, List.of(two));
        two.machine().crash();
        other.await("removed", Duration.ofMillis(3_400), () -> one.count(LinkEvent.Removed.class) == 1);
    }

    @Test
    void aConnectionThatIsClosedForCertainBreaksAtOnceAndIsDialledAgain() {
        guest.links().statuses();
        host.machine().restart();
        world.runSeconds(0.3);
        // A restarted process says nothing; a closed one does.
        assertEquals(0, guest.count(LinkEvent.Broken.class));
        LinkPeer third = world.guest("third");
        world.runSeconds(1);
        third.machine().transport().close();
        world.runSeconds(0.1);
        assertEquals(0, third.count(LinkEvent.Broken.class));
    }

    @Test
    void aTransportThatClosesBreaksTheLinkWithinMilliseconds() {
        guest.machine().transport().close();
        world.runSeconds(0.05);
        assertEquals(List.of("Linked", "Degraded", "Broken"), host.story(guest));
    }

    @Test
    void aShortSilenceIsOnlyDegradedAndNothingIsLost() {
        world.network().isolate(guest.machine());
        world.await("degraded", () -> host.count(LinkEvent.Degraded.class) == 1);
        assertTrue(host.links().send(guest.actor(), LinkWorld.document(1)), "what is sent meanwhile is kept");
        world.network().heal();
        world.runSeconds(6);
        assertEquals(List.of("Linked", "Degraded", "Recovered"), host.story(guest));
        assertEquals(List.of(LinkWorld.message(1)), guest.heardFrom(host));
    }

    @Test
    void whoIsNotHeardBackIsBrokenOnBothEnds() {
        world.network().cut(guest.machine(), host.machine());
        world.await("the deaf end breaks", () -> host.count(LinkEvent.Broken.class) == 1);
        long deaf = world.network().nowNanos();
        world.await("the other end breaks", () -> guest.count(LinkEvent.Broken.class) == 1);
        assertTrue(world.network().nowNanos() - deaf <= Duration.ofSeconds(1).toNanos(), "within one interval");
        world.network().heal();
        world.await("restored", () -> host.isLinkedTo(guest) && guest.isLinkedTo(host));
    }

    @Test
    void oneDirectionThatIsDeadForGoodRemovesTheLinkOnBothEnds() {
        world.network().cut(host.machine(), guest.machine());
        world.await(
                "both give up",
                Duration.ofSeconds(60),
                () -> host.count(LinkEvent.Removed.class) == 1 && guest.count(LinkEvent.Removed.class) == 1);
    }

    @ParameterizedTest
    @EnumSource(InSleep.class)
    void whoWasAsleepAccusesNobodyAndIsBackSoon(InSleep clock) {
        LinkPeer other = world.guest("other");
        world.awaitLinks(host, List.of(other));
        host.machine().pause(clock);
        world.runSeconds(10);
        host.machine().resume();
        world.runSeconds(5);
        List<String> accused = host.events(LinkEvent.Broken.class).stream()
                .map(LinkEvent.Broken::why)
                .filter(why -> why.contains("nothing was heard"))
                .toList();
        assertEquals(List.of(), accused);
        assertTrue(guest.isLinkedTo(host) && other.isLinkedTo(host));
        assertEquals(List.of("Linked", "Degraded", "Broken", "Restored"), guest.story(host));
    }

    @Test
    void whoDiedWhileThisSideSleptIsStillFound() {
        host.machine().pause(InSleep.RUNS);
        world.runSeconds(3);
        guest.machine().crash();
        world.runSeconds(7);
        host.machine().resume();
        assertEquals(3, secondsUntil(() -> host.count(LinkEvent.Degraded.class) == 1), 0.15);
        world.await("broken", Duration.ofSeconds(3), () -> host.count(LinkEvent.Broken.class) == 1);
    }

    @Test
    void aSleepDoesNotUseUpTheGraceOfABrokenLink() {
        var patient = new LinkWorld(10);
        LinkPeer sleeper = patient.host();
        LinkTimes longer = LinkTimes.DEFAULT.withSilences(
                LinkTimes.DEFAULT.degraded(), LinkTimes.DEFAULT.broken(), Duration.ofSeconds(90));
        LinkPeer waiting = patient.with(LinkWorld.CONFIG.withTimes(longer)).guest("waiting");
        patient.awaitLinks(sleeper, List.of(waiting));
        patient.network().isolate(waiting.machine());
        patient.await("broken", () -> sleeper.count(LinkEvent.Broken.class) == 1);
        patient.runSeconds(20);
        sleeper.machine().pause(InSleep.RUNS);
        patient.runSeconds(20);
        patient.network().heal();
        sleeper.machine().resume();
        patient.await("restored", () -> sleeper.isLinkedTo(waiting));
        assertEquals(0, sleeper.count(LinkEvent.Removed.class));
    }

    @Test
    void whoPollsEverySixSecondsStillNoticesTheDead() {
        var slow = new LinkWorld(9);
        LinkPeer sleepy = slow.host();
        LinkPeer victim = slow.guest("victim");
        slow.awaitLinks(sleepy, List.of(victim));
        sleepy.machine().runAtIntervalsOnly(Duration.ofSeconds(6), sleepy::turn);
        victim.machine().crash();
        slow.await("removed", Duration.ofSeconds(60), () -> sleepy.count(LinkEvent.Removed.class) == 1);
        assertTrue(sleepy.links().counters().sleeps() > 5);
    }

    @Test
    void whoPollsEverySixSecondsAccusesNobodyWhoIsThere() {
        host.machine().runAtIntervalsOnly(Duration.ofSeconds(6), host::turn);
        world.runSeconds(300);
        assertEquals(0, host.count(LinkEvent.Removed.class));
        assertEquals(0, guest.count(LinkEvent.Removed.class));
        assertTrue(host.statusOf(guest).isPresent());
    }

    @Test
    void theRoundTripAndTheLossAreMeasured() {
        Latency latency = Latency.uniform(Duration.ofMillis(40), Duration.ofMillis(41));
        world.network().conditions(LinkConditions.perfect(latency).withLoss(0.1));
        world.runSeconds(90);
        LinkStatus status = host.statusOf(guest).orElseThrow();
        assertEquals(LinkState.OPEN, status.state());
        double rtt = status.rtt().orElseThrow().toMillis();
        assertTrue(rtt >= 80 && rtt < 1_500, () -> "rtt " + rtt);
        assertEquals(0.1, status.lossEstimate(), 0.1);
        assertTrue(status.traffic().messagesReceived() > 100 && status.traffic().bytesSent() > 1_000);
    }

    @Test
    void pingsAreFewAndFewerToThoseWhoAreNotHost() {
        long before = host.statusOf(guest).orElseThrow().traffic().messagesSent();
        world.runSeconds(10);
        long sent = host.statusOf(guest).orElseThrow().traffic().messagesSent() - before;
        // Four pings, four pongs and one probe a second.
        assertTrue(sent >= 60 && sent <= 95, () -> sent + " frames in ten seconds");
    }

    @Test
    void trafficCountsAsLife() {
        for (int i = 0; i < 200; i++) {
            host.links().send(guest.actor(), LinkWorld.document(i));
            world.runSeconds(0.05);
        }
        assertEquals(List.of("Linked"), guest.story(host));
        assertEquals(200, guest.heardFrom(host).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 12, 25})
    void aLinkThatIsAwayForLessThanTheGraceComesBack(int seconds) {
        world.network().isolate(guest.machine());
        world.runSeconds(seconds);
        world.network().heal();
        world.await("restored", () -> host.isLinkedTo(guest) && guest.isLinkedTo(host));
        assertEquals(List.of("Linked", "Degraded", "Broken", "Restored"), host.story(guest));
        assertEquals(List.of("Linked", "Degraded", "Broken", "Restored"), guest.story(host));
        assertTrue(host.links().send(guest.actor(), LinkWorld.document(5)));
        world.runSeconds(1);
        assertEquals(List.of(LinkWorld.message(5)), guest.heardFrom(host));
    }

    @Test
    void anAddressThatChangesIsSurvived() {
        guest.machine().changeAddress();
        world.runSeconds(15);
        assertTrue(host.isLinkedTo(guest) && guest.isLinkedTo(host));
        assertEquals(0, host.count(LinkEvent.Removed.class));
    }

    @Test
    void anIdlePollReportsNothingAndTheDeadlineIsAhead() {
        assertEquals(Optional.empty(), host.links().poll(host.now()));
        assertTrue(host.links().nextDeadlineNanos() > host.now());
        assertFalse(host.links().hasLeft());
    }

    private double secondsUntil(BooleanSupplier condition) {
        long from = world.network().nowNanos();
        world.await("condition", condition);
        return (world.network().nowNanos() - from) / 1e9;
    }
}
