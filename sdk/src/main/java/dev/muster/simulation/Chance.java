package dev.muster.simulation;

import java.util.SplittableRandom;

/**
 * Streams of chance. Every link and every peer has its own, made from the seed and its name, so that one more peer does
 * not change what happens to the others.
 */
final class Chance {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Chance() {}

    static SplittableRandom stream(long seed, String name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        return new SplittableRandom(mix(seed ^ mix(hash)));
    }

    /** Spreads neighbouring numbers over all 64 bits (the finaliser of SplitMix64). */
    static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Flips one bit in place and returns the same array. */
    static byte[] flipBit(SplittableRandom random, byte[] bytes) {
        int bit = random.nextInt(bytes.length * Byte.SIZE);
        bytes[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        return bytes;
    }
}
