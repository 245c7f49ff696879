package dev.muster.wire;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What two peers tell each other through the signalling server in order to connect: Matchbox's {@code PeerSignal}.
 *
 * <p>Offer and answer carry the bare SDP text. A candidate is an object of its own here; only the codec knows that it
 * travels as JSON inside a JSON string.
 */
public sealed interface PeerSignal {
    /** No description or candidate is longer than this; a real one has a few KiB. */
    int TEXT_LENGTH_MAX = 64 * 1024;

    /** The first word of a pair. It comes from the peer that was told of a newcomer. */
    record Offer(String sdp) implements PeerSignal {
        public Offer {
            sdp = requireSdp(sdp);
        }
    }

    /** The reply to an {@link Offer}. */
    record Answer(String sdp) implements PeerSignal {
        public Answer {
            sdp = requireSdp(sdp);
        }
    }

    /**
     * One way to reach the sender.
     *
     * @param candidate the SDP attribute's value, {@code candidate:…}
     * @param mid the media section it belongs to; stock native peers leave it out or empty
     * @param lineIndex the same by number, for when {@code mid} is absent or unknown
     * @param usernameFragment which generation of the sender's ICE credentials it belongs to
     */
    record IceCandidate(
            String candidate, Optional<String> mid, OptionalInt lineIndex, Optional<String> usernameFragment)
            implements PeerSignal {
        /** No candidate needs more; relayed ones with an IPv6 address have about 200 characters. */
        public static final int LENGTH_MAX = 1024;

        /** More media sections than any description of ours has. */
        public static final int LINE_INDEX_MAX = 0xFFFF;

        public IceCandidate {
            requireLine("candidate", candidate, LENGTH_MAX);
            if (candidate.isEmpty()) {
                throw new IllegalArgumentException("an empty candidate is an EndOfCandidates, not an IceCandidate");
            }
            mid.ifPresent(text -> requireLine("sdpMid", text, LENGTH_MAX));
            usernameFragment.ifPresent(text -> requireLine("usernameFragment", text, LENGTH_MAX));
            lineIndex.ifPresent(index -> {
                if (index < 0 || index > LINE_INDEX_MAX) {
                    throw new IllegalArgumentException("sdpMLineIndex is 0 to " + LINE_INDEX_MAX + ", not " + index);
                }
            });
        }
    }

    /** The sender has no further candidates. Stock native peers never say so. */
    record EndOfCandidates() implements PeerSignal {}

    private static String requireSdp(String sdp) {
        if (!sdp.startsWith("v=0")) {
            throw new IllegalArgumentException(
                    "a session description begins with v=0, this one with " + Excerpt.of(sdp));
        }
        if (sdp.length() > TEXT_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a session description has at most " + TEXT_LENGTH_MAX + " characters, this one " + sdp.length());
        }
        return sdp;
    }

    /** These texts become lines of an SDP, so that a line break in one would smuggle in a line of its own. */
    private static void requireLine(String name, String text, int lengthMax) {
        if (text.length() > lengthMax) {
            throw new IllegalArgumentException(
                    name + " has at most " + lengthMax + " characters, not " + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(name + " contains a control character: " + Excerpt.of(text));
        }
    }
}
