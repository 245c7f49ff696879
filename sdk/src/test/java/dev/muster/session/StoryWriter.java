package dev.muster.session;

import dev.muster.domain.HostReclaim;
import dev.muster.p2p.P2PLimits;
import dev.muster.p2p.P2PSetup;
import dev.muster.session.StoryStep.AllIsMended;
import dev.muster.session.StoryStep.Comes;
import dev.muster.session.StoryStep.Does;
import dev.muster.session.StoryStep.Lies;
import dev.muster.simulation.LinkConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes up a story from its seed. In those of odd seeds the host stays and nothing happens to it; in those of even ones
 * whatever can happen happens to everybody.
 */
final class StoryWriter {
    private static final int STEPS = 40;

    /** Where hosts fall, after everybody came and was let in. */
    private static final int STEPS_IF_HOSTS_FALL = 30;

    private static final int GUESTS_MAX_IF_HOST_STAYS = 6;

    /** How many guests there are at first where hosts fall: small lobbies are as hard as large ones, and cheaper. */
    private static final int[] GUESTS = {1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 7, 11};

    private static final int[] GRACES = {10, 10, 10, 30};

    /** What people do most of the time. */
    private static final List<Deed> PLAYING =
            List.of(Deed.TALK, Deed.BE_READY, Deed.CHANGE_MODE, Deed.QUEUE, Deed.START, Deed.SUBMIT, Deed.CANCEL);

    private final long seed;
    private final SplittableRandom random;
    private final boolean hostsFall;
    private final Duration grace;
    private final List<StoryStep> steps = new ArrayList<>();
    private final List<Integer> pauses = new ArrayList<>();
    private int guests;

    StoryWriter(long seed) {
        this.seed = seed;
        this.hostsFall = seed % 2 == 0;
        this.random = new SplittableRandom(seed * 31 + 7);
        this.grace = hostsFall ? Duration.ofSeconds(GRACES[random.nextInt(GRACES.length)]) : P2PSetup.GRACE_DEFAULT;
    }

    StoryPlan write() {
        var limits = new P2PLimits(1 + random.nextInt(20), 20 + random.nextInt(100));
        HostReclaim reclaim = random.nextBoolean() ? HostReclaim.ORIGINAL_HOST : HostReclaim.NEVER;
        LinkConditions air = Weather.any(random, hostsFall);
        boolean hasLiar = random.nextInt(4) == 0;
        if (hostsFall) {
            everybodyComes();
        }
        var trouble = new TroubleWriter(random, hostsFall, grace);
        while (steps.size() < (hostsFall ? STEPS_IF_HOSTS_FALL + 2 * guests : STEPS)) {
            if (hasLiar && random.nextInt(5) == 0) {
                add(new Lies(random.nextLong()), 0);
            }
            int dice = random.nextInt(100);
            if (dice < (hostsFall ? 3 : 15) && guests < GUESTS_MAX_IF_HOST_STAYS) {
                comes(random.nextInt(2_000));
            } else if (dice < (hostsFall ? 70 : 90)) {
                add(new Does(anybody(), deed(), random.nextLong()), random.nextInt(hostsFall ? 1_200 : 2_000));
            } else if (guests > 0) {
                trouble.write(names(), this::add);
            }
        }
        add(new AllIsMended(), 0);
        var setting = new StoryPlan.Setting(limits, grace, reclaim, air, hostsFall, hasLiar);
        return new StoryPlan(seed, setting, StoryPlan.numbered(steps, pauses));
    }

    private void everybodyComes() {
        int many = GUESTS[random.nextInt(GUESTS.length)];
        for (int i = 0; i < many; i++) {
            comes(random.nextInt(500));
        }
        pauses.set(pauses.size() - 1, 3_000);
        for (int i = 0; i < many; i++) {
            add(new Does(guest(i), Deed.TALK, random.nextLong()), random.nextInt(300));
        }
    }

    private void comes(int pauseMillis) {
        add(new Comes(guest(guests)), pauseMillis);
        guests++;
    }

    private void add(StoryStep step, int pauseMillis) {
        steps.add(step);
        pauses.add(pauseMillis);
    }

    private static String guest(int number) {
        return "Guest" + number;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(List.of(SessionStory.HOST));
        for (int i = 0; i < guests; i++) {
            names.add(guest(i));
        }
        return names;
    }

    private String anybody() {
        if (hostsFall && random.nextInt(5) == 0) {
            return SessionStory.WHO_IS_HOST;
        }
        List<String> names = names();
        return names.get(random.nextInt(names.size()));
    }

    private Deed deed() {
        int dice = random.nextInt(100);
        if (dice < 60) {
            return PLAYING.get(random.nextInt(PLAYING.size()));
        } else if (dice < 63) {
            return hostsFall ? Deed.LEAVE : Deed.TALK;
        } else if (dice < 65) {
            return Deed.KICK;
        } else if (dice < 66) {
            return Deed.BAN;
        } else if (dice < 71) {
            return hostsFall ? Deed.DELEGATE : Deed.TALK;
        } else if (dice < 74) {
            return hostsFall ? Deed.RECLAIM : Deed.TALK;
        }
        return Deed.TALK;
    }
}
