package dev.muster.wire;

import java.util.Arrays;
import java.util.SplittableRandom;

/** What happens to bytes on their way, or in the hands of somebody who wants to know what we do with them. */
final class Damage {
    private static final String TELLING = "\"{}[]:,0-9eE.tfn\\u";

    private Damage() {}

    static byte[] damaged(byte[] bytes, SplittableRandom random) {
        byte[] damaged = bytes.clone();
        for (int times = random.nextInt(3); times >= 0 && damaged.length > 0; times--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(5)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] = (byte) TELLING.charAt(random.nextInt(TELLING.length()));
                case 2 -> damaged = Arrays.copyOf(damaged, at);
                case 3 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                default -> System.arraycopy(damaged, 0, damaged, at, Math.min(at, damaged.length - at));
            }
        }
        return damaged;
    }
}
