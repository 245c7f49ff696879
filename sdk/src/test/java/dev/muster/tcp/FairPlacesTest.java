package dev.muster.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class FairPlacesTest {
    private final FairPlaces places = new FairPlaces(5, 2);

    @Test
    void anAddressHasItsShareAndAllHaveTheWhole() throws Exception {
        for (int address = 1; address <= 2; address++) {
            assertTrue(places.take(made(address)));
            assertTrue(places.take(made(address)));
            assertFalse(places.take(made(address)));
        }
        assertTrue(places.take(made(3)));
        assertFalse(places.take(made(3)), "all are taken");
        places.giveBack(made(1));
        assertTrue(places.take(made(3)));
        assertFalse(places.take(made(1)));
    }

    @Test
    void aNetworkOfIpv6IsOneAddress() throws Exception {
        assertTrue(places.take(InetAddress.getByName("2001:db8:0:1::1")));
        assertTrue(places.take(InetAddress.getByName("2001:db8:0:1::2")));
        assertFalse(places.take(InetAddress.getByName("2001:db8:0:1:ffff::3")));
        assertTrue(places.take(InetAddress.getByName("2001:db8:0:2::1")), "the next network");
        places.giveBack(InetAddress.getByName("2001:db8:0:1::1"));
        assertTrue(places.take(InetAddress.getByName("2001:db8:0:1:ffff::3")));
    }

    @Test
    void thisMachineCanHaveAllOfThem() throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        for (int i = 0; i < 5; i++) {
            assertTrue(places.take(here));
        }
        assertFalse(places.take(here));
        assertFalse(places.take(made(1)));
    }

    @Test
    void whoDialsItsOwnMachineComesFromThere() throws Exception {
        try (var server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
                var here = new Socket(server.getInetAddress(), server.getLocalPort());
                var elsewhere = new SocketFrom(made(1), server)) {
            assertEquals(InetAddress.getLoopbackAddress(), Addresses.originOf(here));
            assertEquals(made(1), Addresses.originOf(elsewhere));
        }
    }

    private static InetAddress made(int number) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) number});
    }
}
