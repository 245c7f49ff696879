package dev.muster.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {
    @Test
    void aNameHasOneToFiftyCodePointsAfterTrimming() {
        assertEquals("x", Name.of(" x\t").value());
        assertEquals(Optional.empty(), Name.parse(""));
        assertEquals(Optional.empty(), Name.parse(" \t\n"));
        assertTrue(Name.parse("x".repeat(50)).isPresent());
        assertTrue(Name.parse("  " + "x".repeat(50) + "  ").isPresent());
        assertEquals(Optional.empty(), Name.parse("x".repeat(51)));
        assertTrue(Name.parse("😀".repeat(50)).isPresent(), "an emoji is one code point, though two chars");
        assertEquals(Optional.empty(), Name.parse("😀".repeat(51)));
    }

    @Test
    void whatBreaksTheRuleIsRefusedWithTheRule() {
        var refused = assertThrows(IllegalArgumentException.class, () -> Name.of("\n"));
        assertEquals(Name.RULE, refused.getMessage());
        assertEquals("A name has 1 to 50 characters on one line, without control characters.", refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two\nlines", "a\u0000b", "a\u007Fb", "a\u0085b", "line\u2028separator", "paragraph\u2029separator",
                "evil\u202Eeman", "a\u202Ab", "\u2066isolate", "a\u2069b", "half \uD83D emoji", "\uDE00"
            })
    void aNameIsPlainTextOnOneLine(String text) {
        assertEquals(Optional.empty(), Name.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zoë", "Zoe\u0308", "O'Brien", "李小龙", "مريم", "שָׁלוֹם", "👨‍👩‍👧", "a\u200Eb", "ﬁ"})
    void namesOfAllWritingsAreFine(String text) {
        assertEquals(text, Name.of(text).value());
    }

    /** Format characters and blanks; and letters (U+3164, U+FFA0), a symbol (U+2800) and marks that show nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u200B",
                "\u2060\uFEFF",
                "\u00AD",
                "\u00A0",
                "\u3164",
                "\uFFA0",
                "\u115F",
                "\u1160",
                "\u2800",
                "\u034F",
                "\uFE0F",
                "\u17B4",
                "\u180B",
                "\u061C",
                "\u200D\u200C",
                "\u3000"
            })
    void aNameOfWhichNothingIsVisibleIsNone(String text) {
        assertEquals(Optional.empty(), Name.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "Bob, bOB",
        "straße, STRASSE",
        "straße, STRAẞE",
        "STRASSE, STRAẞE",
        "σας, ΣΑΣ",
        "σας, σασ",
        "I, ı",
        "Zoë, Zoe\u0308",
        "ﬁn, FIN",
        "Ｂｏｂ, bob",
        "ΐ, \u03B9\u0308\u0301",
        "Ǆ, ǆ",
        "Bob, B\u200Bob",
        "Bob, Bob\uFE0F",
        "Bob, B\u034Fob",
        "Bob, Bob\u3164",
        "Ré, Re\u200D\u0301",
        "Bob, \u200EBob",
        "K, \u212A",
    })
    void namesThatPeopleWouldMixUpLookAlike(String one, String other) {
        assertTrue(Name.of(one).looksLike(Name.of(other)), () -> one + " and " + other);
        assertTrue(Name.of(other).looksLike(Name.of(one)));
    }

    @ParameterizedTest
    @CsvSource({"Bob, Rob", "Bob, Bobo", "İ, I", "Zoe, Zoë", "a b, ab", "👍🏽, 👍🏿"})
    void otherNamesDoNot(String one, String other) {
        assertFalse(Name.of(one).looksLike(Name.of(other)));
    }

    /** Of all characters: another case, or the same letters written down another way, make no other name. */
    @Test
    void caseAndCompositionNeverMakeAnotherName() {
        List<String> mixedUp = new ArrayList<>();
        for (int point = 0; point < 0x20000; point++) {
            String text = "x" + Character.toString(point) + "y";
            Stream.of(
                            text.toUpperCase(Locale.ROOT),
                            text.toLowerCase(Locale.ROOT),
                            Normalizer.normalize(text, Normalizer.Form.NFD),
                            Normalizer.normalize(text, Normalizer.Form.NFKC))
                    .filter(other -> !other.equals(text) && !isHangulOrHan(text.codePointAt(1)))
                    .filter(other -> !looksLike(text, other))
                    .forEach(other -> mixedUp.add(text + " and " + other));
        }
        assertEquals(List.of(), mixedUp);
    }

    /** Thousands of characters, all composed by the same rule. */
    private static boolean isHangulOrHan(int point) {
        return (point >= 0xAC00 && point <= 0xD7A3) || Character.isIdeographic(point);
    }

    /** Whether one looks like the other, or one of them is no name at all. */
    private static boolean looksLike(String text, String other) {
        Optional<Name> name = Name.parse(text);
        Optional<Name> otherName = Name.parse(other);
        return name.isEmpty() || otherName.isEmpty() || name.get().looksLike(otherName.get());
    }

    @Test
    void namesAreEqualOnlyLetterByLetter() {
        assertEquals(Name.of("Bob"), Name.of(" Bob "));
        assertEquals(Name.of("Bob").hashCode(), Name.of("Bob").hashCode());
        assertNotEquals(Name.of("Bob"), Name.of("bob"));
        assertNotEquals(Name.of("Bob"), (Object) "Bob");
        assertNotEquals(Name.of("Bob").hashCode(), Name.of("Rob").hashCode());
        assertEquals("Bob", Name.of("Bob").toString());
    }

    /** A newer Java knows letters that an older one does not; both must fold the same events to the same lobby. */
    @Test
    void theFoldTakesNamesThatOnlySomeMachinesFindAlike() {
        Members members = Members.foundedBy(Participant.admitted(Story.person(0), Name.of("Bob"), LobbyTime.ZERO));
        for (String other : List.of("BOB", "Bob\ud80d\udc39", "\u2c2f", "\u2c5f")) {
            var id = new ParticipantId(UUID.nameUUIDFromBytes(other.getBytes(StandardCharsets.UTF_8)));
            members = members.joined(Participant.admitted(id, Name.of(other), LobbyTime.ZERO));
        }
        assertEquals(5, members.count());
    }
}
