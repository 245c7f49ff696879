package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CandidateGateTest {
    private static final String START = "candidate:1 1 udp 2122260223 ";

    @Test
    void addressesAndTheNamesOfBrowsersPass() {
        for (String address : List.of(
                "10.66.0.1", "2001:db8::1", "::1", "::ffff:10.0.0.1", "b13c5e2a-77e6-4a5d-8f4b-9f2f6d1c0a11.local")) {
            assertTrue(CandidateGate.namesAnAddress(START + address + " 40000 typ host"), address);
        }
    }

    @Test
    void aNameThatSomebodyElseWouldBeAskedForDoesNot() {
        for (String name : List.of("tell.me.who.asks.example", "spy.local", "localhost", "10.66.0.1.example")) {
            assertFalse(CandidateGate.namesAnAddress(START + name + " 40000 typ host"), name);
        }
        for (String nonsense : List.of("", "candidate:", "candidate:1 1 udp", " ".repeat(10_000))) {
            assertFalse(CandidateGate.namesAnAddress(nonsense));
        }
    }

    @Test
    void soManyPlacesAndNoMoreCanBeNamedUntilANewDescription() {
        var gate = new CandidateGate();
        assertEquals(CandidateGate.CANDIDATES_MAX, admitted(gate, 10_000));
        gate.begin(10);
        assertEquals(CandidateGate.CANDIDATES_MAX - 10, admitted(gate, 10_000));
    }

    @Test
    void aDescriptionIsHeldToTheSame() {
        String description = SessionDescriptionTest.NATIVE;
        String good = "a=" + START + "10.66.0.1 40000 typ host\r\n";
        assertEquals(2, SessionDescription.parse(description + good + good).candidates());
        String spying = description + good.replace("10.66.0.1", "spy.example");
        assertThrows(IllegalArgumentException.class, () -> SessionDescription.parse(spying));
        String many = description + good.repeat(CandidateGate.CANDIDATES_MAX + 1);
        assertThrows(IllegalArgumentException.class, () -> SessionDescription.parse(many));
    }

    private static int admitted(CandidateGate gate, int offered) {
        int admitted = 0;
        for (int i = 0; i < offered; i++) {
            admitted += gate.admits(START + "10.66.0.1 " + (1_024 + i) + " typ host") ? 1 : 0;
        }
        return admitted;
    }
}
