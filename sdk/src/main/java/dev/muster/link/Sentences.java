package dev.muster.link;

import dev.muster.wire.FarewellCode;
import dev.muster.wire.LinkMessage.Farewell;
import java.util.regex.Pattern;

/** Sentences that strangers wrote, made fit for players and logs. */
final class Sentences {
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private Sentences() {}

    /** The same without anything that moves a cursor, hides, or turns the direction of reading. */
    static String clean(String text) {
        String bounded = text.length() <= Farewell.SENTENCE_CHARS_MAX
                ? text
                : text.substring(0, Farewell.SENTENCE_CHARS_MAX - 1) + "…";
        return INVISIBLE.matcher(bounded).replaceAll("?");
    }

    static Farewell clean(Farewell farewell) {
        return farewell(farewell.code(), farewell.sentence());
    }

    static Farewell farewell(FarewellCode code, String sentence) {
        return new Farewell(code, clean(sentence));
    }
}
