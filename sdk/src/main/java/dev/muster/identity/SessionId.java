package dev.muster.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a session: what a host shares and a guest types.
 *
 * <p>An id of {@linkplain #isSelfCertifying version 8} is a fingerprint of its creator's key: {@link #isMadeBy} tells
 * whether somebody is the creator, and nobody else can pass that test. Ids of other versions prove nothing about
 * anybody.
 */
public record SessionId(UUID value) {
    private static final byte[] PREFIX = "muster/1/session".getBytes(StandardCharsets.UTF_8);
    private static final int SELF_CERTIFYING = 8;
    private static final int RFC_VARIANT = 2;
    private static final int TEXT_CHARS_MAX = 2_048;
    private static final int SHOWN_CHARS_MAX = 60;
    private static final Pattern SPACES_AND_HYPHENS = Pattern.compile("[\\s\\p{Cf}\\p{Pd}]+");
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern AT_THE_END =
            Pattern.compile("(?<![0-9a-f-])([0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12})/?([?#].*)?$");

    public SessionId {
        Objects.requireNonNull(value, "value");
    }

    /** The id of the session that {@code creator} makes with {@code nonce}. */
    public static SessionId of(PublicKey creator, Nonce nonce) {
        return new SessionId(derived(PREFIX, creator.bytes(), nonce.bytes()));
    }

    /**
     * Reads an id as people write it: in either case, with or without hyphens, with spaces anywhere; or a link that
     * ends in one.
     *
     * @throws IllegalArgumentException with a sentence for the player where there is no id in it
     */
    public static SessionId parse(String text) {
        String plain = text.length() > TEXT_CHARS_MAX ? "" : text.strip().toLowerCase(Locale.ROOT);
        String digits = SPACES_AND_HYPHENS.matcher(plain).replaceAll("");
        if (DIGITS.matcher(digits).matches()) {
            return new SessionId(ofDigits(digits));
        }
        Matcher link = AT_THE_END.matcher(plain);
        if (link.find()) {
            return new SessionId(ofDigits(link.group(1).replace("-", "")));
        }
        throw new IllegalArgumentException("That is no session id: " + shown(text)
                + ". An id has 32 digits from 0 to f, like 01234567-89ab-8def-8123-456789abcdef;"
                + " copy it again from the host.");
    }

    /** Whether this id tells who made it. */
    public boolean isSelfCertifying() {
        return value.version() == SELF_CERTIFYING && value.variant() == RFC_VARIANT;
    }

    /** Whether that key made this session with that nonce. */
    public boolean isMadeBy(PublicKey creator, Nonce nonce) {
        return isSelfCertifying() && equals(of(creator, nonce));
    }

    /** The id of the person with that key in this session: the same on every machine, and chosen by nobody. */
    public UUID participantId(PublicKey person) {
        return derived(
                "muster/1/participant".getBytes(StandardCharsets.UTF_8), Statement.bytesOf(value), person.bytes());
    }

    /** The usual form: lower case, with hyphens. */
    @Override
    public String toString() {
        return value.toString();
    }

    /** A UUID of version 8 that holds the first 122 bits of the hash that are not version and variant. */
    private static UUID derived(byte[]... parts) {
        ByteBuffer hash = ByteBuffer.wrap(Hash.of(parts).bytes());
        long high = (hash.getLong() & ~0xF000L) | ((long) SELF_CERTIFYING << 12);
        long low = (hash.getLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low);
    }

    private static UUID ofDigits(String digits) {
        return new UUID(
                Long.parseUnsignedLong(digits.substring(0, 16), 16), Long.parseUnsignedLong(digits.substring(16), 16));
    }

    private static String shown(String text) {
        String visible = text.replaceAll("\\p{C}", "?");
        return visible.length() <= SHOWN_CHARS_MAX
                ? "'" + visible + "'"
                : "'" + visible.substring(0, SHOWN_CHARS_MAX) + "…'";
    }
}
