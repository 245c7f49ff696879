package dev.muster.link;

import dev.muster.wire.FarewellCode;
import java.util.EnumMap;
import java.util.Map;

/** Counts what happened. */
final class Tally {
    private final Map<FarewellCode, Long> refused = new EnumMap<>(FarewellCode.class);
    private final Map<FarewellCode, Long> refusedByThem = new EnumMap<>(FarewellCode.class);
    private final Map<FarewellCode, Long> farewellsSent = new EnumMap<>(FarewellCode.class);
    private final Map<FarewellCode, Long> farewellsReceived = new EnumMap<>(FarewellCode.class);
    private long linked;
    private long restored;
    private long removed;
    private long handshakesLost;
    private long duplicates;
    private long strangersDropped;
    private long violations;
    private long unknownDocuments;
    private long sleeps;

    void linked() {
        linked++;
    }

    void restored() {
        restored++;
    }

    void removed() {
        removed++;
    }

    void refused(FarewellCode code) {
        refused.merge(code, 1L, Long::sum);
    }

    void refusedByThem(FarewellCode code) {
        refusedByThem.merge(code, 1L, Long::sum);
    }

    void farewellSent(FarewellCode code) {
        farewellsSent.merge(code, 1L, Long::sum);
    }

    void farewellReceived(FarewellCode code) {
        farewellsReceived.merge(code, 1L, Long::sum);
    }

    void handshakeLost() {
        handshakesLost++;
    }

    void duplicate() {
        duplicates++;
    }

    void strangerDropped() {
        strangersDropped++;
    }

    void violation() {
        violations++;
    }

    void unknownDocument() {
        unknownDocuments++;
    }

    void slept() {
        sleeps++;
    }

    LinkCounters read() {
        return new LinkCounters(
                linked,
                restored,
                removed,
                refused,
                refusedByThem,
                handshakesLost,
                duplicates,
                farewellsSent,
                farewellsReceived,
                strangersDropped,
                violations,
                unknownDocuments,
                sleeps);
    }
}
