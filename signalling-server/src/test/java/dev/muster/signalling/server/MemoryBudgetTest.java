package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Who pays when memory is short. */
class MemoryBudgetTest {
    private static final long MAX = 1_000;
    private static final long PER_ADDRESS = 600;
    private static final long RESERVE = 50;

    private final MemoryBudget budget = new MemoryBudget(new MemoryBudget.Bounds(MAX, PER_ADDRESS, RESERVE));
    private final List<String> evicted = new ArrayList<>();
    private long now;

    private MemoryAccount account(String name, int address) {
        MemoryAccount[] self = new MemoryAccount[1];
        self[0] = budget.open(address(address), () -> {
            evicted.add(name);
            self[0].give(self[0].held());
        });
        return self[0];
    }

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void pass(long nanos) {
        now += nanos;
        budget.clock(now);
    }

    @Test
    void whoAsksGetsAndTheLargestHolderPays() {
        MemoryAccount small = account("small", 1);
        MemoryAccount large = account("large", 2);
        small.take(450);
        large.take(550);
        MemoryAccount asker = account("asker", 3);
        asker.take(500);
        assertEquals(List.of("large"), evicted);
        assertEquals(500, asker.held());
        assertEquals(950, budget.held());
    }

    @Test
    void theAskerNeverPaysEvenAsTheLargest() {
        MemoryAccount other = account("other", 1);
        other.take(500);
        MemoryAccount asker = account("asker", 2);
        asker.take(650);
        assertEquals(List.of("other"), evicted);
    }

    @Test
    void ofEqualHoldersTheOneWhoHasHeldForLongestPays() {
        account("stalled", 1).take(400);
        pass(1_000);
        account("passing", 2).take(400);
        pass(1);
        account("asker", 3).take(400);
        assertEquals(List.of("stalled"), evicted);
    }

    @Test
    void whoHoldsALotForAMomentIsSparedBeforeWhoHoldsLessForLong() {
        account("stalled", 1).take(300);
        pass(1_000_000);
        account("moment", 2).take(600);
        pass(10);
        account("asker", 3).take(400);
        assertEquals(List.of("stalled"), evicted);
    }

    @Test
    void anAddressHasItsShareHoweverMuchIsFree() {
        account("first", 1).take(351);
        pass(1);
        account("second", 1).take(350);
        assertEquals(List.of("first"), evicted);
        account("neighbour", 2).take(350);
        assertEquals(List.of("first"), evicted);
    }

    @Test
    void theReserveIsFreeForEverybodyEvenWhenNothingIsLeft() {
        account("a", 1).take(PER_ADDRESS + RESERVE);
        account("b", 2).take(MAX - PER_ADDRESS + RESERVE);
        for (int i = 0; i < 100; i++) {
            account("reserve", 3).take(RESERVE);
        }
        assertEquals(List.of(), evicted);
        account("c", 3).take(RESERVE + 1);
        assertEquals(1, evicted.size());
    }

    @Test
    void whoMovesToAnotherAddressCountsThere() {
        MemoryAccount proxied = account("proxied", 1);
        proxied.take(400);
        proxied.moveTo(address(2));
        account("other", 1).take(500);
        assertEquals(List.of(), evicted);
        pass(1);
        account("same", 2).take(400);
        assertEquals(List.of("proxied"), evicted);
    }

    @Test
    void givingBackMoreThanWasTakenIsABug() {
        MemoryAccount account = account("a", 1);
        account.take(5);
        assertThrows(IllegalStateException.class, () -> account.give(6));
    }

    @Test
    void theBoundsHoldWhateverIsTakenAndGiven() {
        SplittableRandom random = new SplittableRandom(7);
        List<MemoryAccount> accounts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            accounts.add(account("a" + i, i % 7));
        }
        for (int step = 0; step < 20_000; step++) {
            pass(random.nextInt(100));
            MemoryAccount account = accounts.get(random.nextInt(accounts.size()));
            if (random.nextInt(3) == 0) {
                account.give(account.held() / (1 + random.nextInt(2)));
            } else if (account.held() < 500) {
                account.take(random.nextInt(100));
            }
            long held = accounts.stream().mapToLong(MemoryAccount::held).sum();
            assertEquals(held, budget.held());
            assertTrue(held <= MAX + accounts.size() * RESERVE);
        }
        assertTrue(evicted.size() > 100);
    }
}
