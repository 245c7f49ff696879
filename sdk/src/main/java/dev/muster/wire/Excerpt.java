package dev.muster.wire;

/** A short, printable piece of a text that came from outside, fit for a log line or an exception. */
final class Excerpt {
    private static final int LENGTH_MAX = 60;

    private Excerpt() {}

    static String of(String text) {
        String head = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text;
        return '"' + printable(head) + '"';
    }

    /** The same with a question mark for every control character and every half of a character, which has no UTF-8. */
    static String printable(String text) {
        var printable = new StringBuilder(text.length());
        text.codePoints().forEach(point -> printable.appendCodePoint(isPrintable(point) ? point : '?'));
        return printable.toString();
    }

    private static boolean isPrintable(int point) {
        return !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE;
    }
}
