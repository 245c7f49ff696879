package dev.muster.link;

import dev.muster.wire.FarewellCode;
import java.util.Map;

/**
 * What happened so far.
 *
 * @param linked links that came to be
 * @param restored links that came back after a break
 * @param removed links that ended
 * @param handshakesRefused greetings that this side refused, by reason
 * @param handshakesRefusedByThem greetings that the other side refused, by what it said
 * @param handshakesLost connections that closed before the greeting was over, without a word
 * @param duplicates second connections to somebody already linked, closed again
 * @param farewellsSent by code
 * @param farewellsReceived by code
 * @param strangersDropped offers and dials beyond the limits
 * @param violations rules broken by linked peers
 * @param unknownDocuments documents of a type that this version does not know, ignored
 * @param sleeps times that this side noticed that it had been asleep
 */
public record LinkCounters(
        long linked,
        long restored,
        long removed,
        Map<FarewellCode, Long> handshakesRefused,
        Map<FarewellCode, Long> handshakesRefusedByThem,
        long handshakesLost,
        long duplicates,
        Map<FarewellCode, Long> farewellsSent,
        Map<FarewellCode, Long> farewellsReceived,
        long strangersDropped,
        long violations,
        long unknownDocuments,
        long sleeps) {
    public LinkCounters {
        handshakesRefused = Map.copyOf(handshakesRefused);
        handshakesRefusedByThem = Map.copyOf(handshakesRefusedByThem);
        farewellsSent = Map.copyOf(farewellsSent);
        farewellsReceived = Map.copyOf(farewellsReceived);
    }
}
