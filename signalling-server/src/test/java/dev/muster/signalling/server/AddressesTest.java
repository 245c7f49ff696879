package dev.muster.signalling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class AddressesTest {
    private static final long SECOND = 1_000_000_000L;

    private final Addresses addresses = new Addresses(new Addresses.Bounds(2, new Rate(1, 3), 10));

    private static InetAddress address(String digits) {
        try {
            return InetAddress.getByName(digits);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ofIpv6TheNetworkCounts() {
        assertTrue(addresses.enter(address("2001:db8::1")));
        assertTrue(addresses.enter(address("2001:db8::2")));
        assertFalse(addresses.enter(address("2001:db8::ffff:ffff:3")));
        assertTrue(addresses.enter(address("2001:db8:0:1::1")));
        addresses.leave(address("2001:db8::7"));
        assertTrue(addresses.enter(address("2001:db8::3")));
    }

    @Test
    void leavingAndComingBackDoesNotBringNewJoins() {
        InetAddress address = address("10.0.0.1");
        for (int i = 0; i < 3; i++) {
            assertTrue(addresses.enter(address));
            assertTrue(addresses.mayJoin(address, 0));
            addresses.leave(address);
        }
        addresses.enter(address);
        assertFalse(addresses.mayJoin(address, SECOND / 2));
        assertTrue(addresses.mayJoin(address, SECOND * 2));
    }

    @Test
    void onlyTheLatestOfThoseWhoLeftAreRemembered() {
        for (int i = 0; i < 1_000; i++) {
            InetAddress address = address("10.0." + i / 250 + "." + i % 250);
            addresses.enter(address);
            assertTrue(addresses.mayJoin(address, 0));
            addresses.leave(address);
        }
        assertEquals(10, addresses.known());
    }

    @Test
    void whoNeverJoinedIsForgotten() {
        addresses.enter(address("10.0.0.1"));
        addresses.leave(address("10.0.0.1"));
        assertEquals(0, addresses.known());
        assertThrows(IllegalStateException.class, () -> addresses.leave(address("10.0.0.1")));
    }
}
