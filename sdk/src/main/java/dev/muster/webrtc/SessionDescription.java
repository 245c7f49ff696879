package dev.muster.webrtc;

import dev.muster.transport.Channel;
import dev.muster.transport.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What we need to know of an SDP. It is read before the native parser sees it, so that a description that breaks our
 * rules never reaches native code.
 *
 * @param text the description as it came
 * @param fingerprint the one certificate that it promises
 * @param usernameFragment names this generation of ICE credentials
 * @param mid the name of its one media section
 * @param tag which connection of ours it belongs to; stock peers do not say
 * @param answers the {@code usernameFragment} of the offer that this answers, if its sender says so
 * @param messageBytesMax the longest message that its sender can take
 * @param candidates how many candidates stand in it already
 */
record SessionDescription(
        String text,
        Fingerprint fingerprint,
        String usernameFragment,
        String mid,
        Optional<ConnectionTag> tag,
        Optional<String> answers,
        int messageBytesMax,
        int candidates) {
    /** Stock native peers announce nothing and die of one byte more. */
    static final int UNANNOUNCED_MESSAGE_BYTES_MAX = 65_535;

    private static final String TAG_ATTRIBUTE = "x-muster-connection";
    private static final String ANSWERS_ATTRIBUTE = "x-muster-answers";
    private static final Pattern LINE_BREAK = Pattern.compile("\r?\n");
    private static final int LINES_MAX = 1_000;

    /**
     * Reads a description.
     *
     * @throws IllegalArgumentException with a sentence, if it breaks a rule
     */
    static SessionDescription parse(String text) {
        String[] lines = LINE_BREAK.split(text, LINES_MAX + 1);
        if (lines.length > LINES_MAX) {
            throw new IllegalArgumentException("a session description has at most " + LINES_MAX + " lines");
        }
        long sections =
                List.of(lines).stream().filter(line -> line.startsWith("m=")).count();
        if (sections != 1) {
            throw new IllegalArgumentException("a session description of ours has one media section, not " + sections);
        }
        return new SessionDescription(
                text,
                onlyFingerprint(lines),
                only(lines, "ice-ufrag"),
                only(lines, "mid"),
                values(lines, TAG_ATTRIBUTE).stream().findFirst().map(ConnectionTag::parse),
                values(lines, ANSWERS_ATTRIBUTE).stream().findFirst(),
                messageBytesMax(lines),
                candidates(lines));
    }

    /** An offer with a tag. Peers other than ours ignore the attribute, as SDP demands of unknown ones. */
    static String taggedOffer(String text, ConnectionTag tag) {
        return withAttribute(text, TAG_ATTRIBUTE, tag.text());
    }

    /** An answer to one of our peers: it says to which connection and to which generation of it. */
    static String taggedAnswer(String text, ConnectionTag tag, String offeredFragment) {
        return withAttribute(withAttribute(text, TAG_ATTRIBUTE, tag.text()), ANSWERS_ATTRIBUTE, offeredFragment);
    }

    private static String withAttribute(String text, String name, String value) {
        int at = text.indexOf("\nm=") + 1;
        if (at == 0) {
            throw new IllegalArgumentException("a session description without a media section has no place for a tag");
        }
        return text.substring(0, at) + "a=" + name + ":" + value + "\r\n" + text.substring(at);
    }

    /** Two different ones would leave open which certificate the peer signed for in its greeting. */
    private static Fingerprint onlyFingerprint(String[] lines) {
        String value = only(lines, "fingerprint");
        String[] parts = value.split(" ", 2);
        if (parts.length != 2 || !parts[0].toLowerCase(Locale.ROOT).equals("sha-256")) {
            throw new IllegalArgumentException("the fingerprint of a session description has to be sha-256");
        }
        return Fingerprint.parse(parts[1].strip());
    }

    private static int messageBytesMax(String[] lines) {
        List<String> values = values(lines, "max-message-size");
        if (values.isEmpty()) {
            return UNANNOUNCED_MESSAGE_BYTES_MAX;
        }
        String value = values.get(0).strip();
        if (!value.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("max-message-size is a number");
        }
        long announced = Long.parseLong(value);
        boolean unlimited = announced == 0;
        return unlimited ? Channel.MESSAGE_BYTES_MAX : (int) Math.min(announced, Channel.MESSAGE_BYTES_MAX);
    }

    private static int candidates(String[] lines) {
        List<String> values = values(lines, "candidate");
        if (values.size() > CandidateGate.CANDIDATES_MAX) {
            throw new IllegalArgumentException("a session description names at most " + CandidateGate.CANDIDATES_MAX
                    + " candidates, not " + values.size());
        }
        if (!values.stream().allMatch(CandidateGate::namesAnAddress)) {
            throw new IllegalArgumentException("the candidates of a session description name addresses");
        }
        return values.size();
    }

    private static String only(String[] lines, String attribute) {
        List<String> values = values(lines, attribute);
        if (values.size() != 1) {
            throw new IllegalArgumentException(
                    "a session description has exactly one a=" + attribute + " line, this one " + values.size());
        }
        return values.get(0);
    }

    private static List<String> values(String[] lines, String attribute) {
        String start = "a=" + attribute + ":";
        var values = new ArrayList<String>();
        for (String line : lines) {
            if (line.startsWith(start)) {
                values.add(line.substring(start.length()));
            }
        }
        return values;
    }
}
