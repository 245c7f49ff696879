package dev.muster.signalling.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * What of an address tells people apart. Of IPv6 that is the first 64 bits, because everybody who has one such
 * address has all of them.
 */
final class AddressKey {
    private static final int NETWORK_BYTES = 8;

    private final byte[] bytes;

    private AddressKey(byte[] bytes) {
        this.bytes = bytes;
    }

    static AddressKey of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new AddressKey(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
