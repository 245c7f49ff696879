package dev.muster.p2p;

/** Text of somebody else, made fit for a log: one line, no control characters, not long. */
final class Printable {
    private static final int SHOWN_CHARS_MAX = 60;

    private Printable() {}

    static String of(String text) {
        String head = text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "…";
        return head.replaceAll("\\p{C}", "?");
    }
}
