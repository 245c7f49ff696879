package dev.muster.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.identity.Actor;
import dev.muster.identity.Hash;
import dev.muster.identity.Incarnation;
import dev.muster.identity.PublicKey;
import dev.muster.p2p.AuthorLedger.Standing;
import dev.muster.wire.Author;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorLedgerTest {
    private final AuthorLedger ledger = new AuthorLedger();

    static Actor actor(int number) {
        byte[] key = Hash.of(new byte[] {(byte) number, (byte) (number >> 8)}).toByteArray();
        return new Actor(new PublicKey(key), new Incarnation(new byte[Incarnation.BYTES]));
    }

    private Standing standing(long number) {
        return ledger.standingOf(new Author(actor(1), number));
    }

    private void log(long number) {
        ledger.logged(new Author(actor(1), number));
    }

    @Test
    void whatWasNeverLoggedIsNew() {
        assertEquals(Standing.NEW, standing(1));
        log(5);
        assertEquals(Standing.LOGGED, standing(5));
        assertEquals(Standing.NEW, standing(4));
        assertEquals(Standing.NEW, standing(6));
        assertEquals(Standing.NEW, ledger.standingOf(new Author(actor(2), 5)));
    }

    @Test
    void aGapMayBeFilledLater() {
        log(1);
        log(3);
        assertEquals(Standing.NEW, standing(2));
        log(2);
        assertEquals(Standing.LOGGED, standing(2));
        assertEquals(Standing.LOGGED, standing(1));
        assertEquals(Standing.LOGGED, standing(3));
    }

    @Test
    void sixtyFourBelowTheHighestAreKnownAndNoMore() {
        log(1);
        log(65);
        assertEquals(Standing.LOGGED, standing(1));
        log(66);
        assertEquals(Standing.FORGOTTEN, standing(1));
        assertEquals(Standing.NEW, standing(2));
        log(1_000);
        assertEquals(Standing.FORGOTTEN, standing(66));
        assertEquals(Standing.NEW, standing(999));
    }

    @Test
    void severalEventsOfOneCommandAreOneCommand() {
        log(7);
        log(7);
        assertEquals(Standing.LOGGED, standing(7));
        assertEquals(1, ledger.records().size());
    }

    /** What it says agrees with a plain set of numbers, as far as it claims to know. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itAgreesWithASet(long seed) {
        var random = new Random(seed);
        Set<Long> logged = new HashSet<>();
        long highest = 1;
        for (int i = 0; i < 2_000; i++) {
            long number = Math.max(1, highest + random.nextInt(random.nextInt(10) == 0 ? 200 : 10) - 70);
            if (standing(number) == Standing.NEW) {
                log(number);
                logged.add(number);
                highest = Math.max(highest, number);
            }
            for (long known = Math.max(1, highest - 64); known <= highest; known++) {
                Standing expected = logged.contains(known) ? Standing.LOGGED : Standing.NEW;
                assertEquals(expected, standing(known), "number " + known + " with highest " + highest);
            }
        }
    }

    @Test
    void whoWasLoggedLongestAgoIsForgottenFirstAndASnapshotSaysTheSame() {
        for (int i = 0; i < AuthorLedger.ACTORS_MAX + 1; i++) {
            ledger.logged(new Author(actor(i), 1));
            ledger.logged(new Author(actor(0), i + 1));
        }
        assertEquals(AuthorLedger.ACTORS_MAX, ledger.records().size());
        assertEquals(Standing.NEW, ledger.standingOf(new Author(actor(1), 1)));
        assertEquals(Standing.LOGGED, ledger.standingOf(new Author(actor(0), 1 + AuthorLedger.ACTORS_MAX)));
        var other = new AuthorLedger();
        other.restore(ledger.records());
        assertEquals(ledger.records(), other.records());
        other.logged(new Author(actor(9_999), 1));
        ledger.logged(new Author(actor(9_999), 1));
        assertEquals(ledger.records(), other.records());
    }
}
