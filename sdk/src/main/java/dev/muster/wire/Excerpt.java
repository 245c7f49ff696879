package dev.muster.wire;

/** A short, printable piece of a text that came from outside, fit for a log line or an exception. */
final class Excerpt {
    private static final int LENGTH_MAX = 60;

    private Excerpt() {}

    static String of(String text) {
        String head = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text;
        var printable = new StringBuilder(head.length() + 2).append('"');
        head.chars().forEach(c -> printable.append(Character.isISOControl(c) ? '?' : (char) c));
        return printable.append('"').toString();
    }
}
