package dev.muster.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Our own reader beside one that the whole world uses. */
class JsonReaderTest {
    private static final int NESTING_MAX = 6;

    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(NESTING_MAX).build())
            .build();

    private static final List<String> ATOMS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            " ",
            "\n",
            "\t",
            "\r",
            "\"",
            "\"a\"",
            "\"\\u00e9\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"é\"",
            "\"long enough for a whole word\"",
            "\"\\\\\"",
            "\\",
            "null",
            "true",
            "false",
            "nul",
            "0",
            "-0",
            "1",
            "01",
            "-",
            "1.5",
            "1.",
            ".5",
            "1e9",
            "1E+9",
            "1e",
            "12345678901234567890",
            "\u0000",
            "\u007f",
            "\uFEFF",
            "\u00a0",
            "//",
            "'a'",
            "NaN",
            "{\"a\":",
            "[1,",
            "\"a\":1,",
            "{\"a\":[1,{\"b\":null}]}");

    /** Documents out of the pieces that matter, most of them nearly right. */
    private static byte[] document(SplittableRandom random) {
        var text = new StringBuilder();
        for (int pieces = 1 + random.nextInt(7); pieces > 0; pieces--) {
            text.append(ATOMS.get(random.nextInt(ATOMS.size())));
        }
        return Damage.damaged(text.toString().getBytes(UTF_8), random);
    }

    private static boolean weTake(byte[] bytes) {
        return JsonBytes.decoded(bytes, bytes.length, NESTING_MAX, in -> in.slice(bytes.length)) instanceof Decoded.Ok;
    }

    private static boolean jacksonTakes(byte[] bytes) {
        try (JsonParser in = JACKSON.createParser(
                UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString())) {
            JsonToken first = in.nextToken();
            if (first == null) {
                return false;
            }
            int open = 0;
            for (JsonToken token = first; token != null; token = in.nextToken()) {
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                boolean isText = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
                if (isText
                        && in.getText()
                                .codePoints()
                                .anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
                    return false;
                }
                if (token.isNumeric() && in.getText().length() > JsonReader.NUMBER_CHARS_MAX) {
                    return false;
                }
                if (open == 0) {
                    return in.nextToken() == null;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void itTakesExactlyWhatIsJson() {
        var random = new SplittableRandom(11);
        int taken = 0;
        for (int i = 0; i < 40_000; i++) {
            byte[] bytes = i % 4 == 0 ? whole(random) : document(random);
            boolean isTaken = weTake(bytes);
            assertEquals(jacksonTakes(bytes), isTaken, () -> "[" + new String(bytes, StandardCharsets.UTF_8) + "]");
            taken += isTaken ? 1 : 0;
        }
        assertTrue(taken > 5_000, "both kinds were seen, taken: " + taken);
    }

    private static byte[] whole(SplittableRandom random) {
        String value = value(random, 0);
        return random.nextInt(3) == 0 ? Damage.damaged(value.getBytes(UTF_8), random) : value.getBytes(UTF_8);
    }

    private static String value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > NESTING_MAX ? 3 : 5)) {
            case 0 ->
                "\"" + "x".repeat(random.nextInt(20))
                        + List.of("", "é", "\\\"", "\\u20ac", "😀").get(random.nextInt(5)) + "\"";
            case 1 ->
                List.of("0", "-1.5e-7", "true", "null", "false", "9007199254740993")
                        .get(random.nextInt(6));
            case 2 -> " \n\t" + random.nextInt() + " ";
            case 3 ->
                "["
                        + String.join(
                                " ,",
                                Stream.generate(() -> value(random, depth + 1))
                                        .limit(random.nextInt(3))
                                        .toList())
                        + "]";
            default ->
                "{"
                        + String.join(
                                ",",
                                Stream.generate(() -> "\"k\" : " + value(random, depth + 1))
                                        .limit(random.nextInt(3))
                                        .toList())
                        + "}";
        };
    }

    @Test
    void textsAndNumbersMeanWhatTheyMeanElsewhere() throws IOException {
        var random = new SplittableRandom(13);
        int seen = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = value(random, NESTING_MAX + 1).getBytes(UTF_8);
            Decoded<Object> ours = JsonBytes.decoded(bytes, bytes.length, NESTING_MAX, JsonReaderTest::meaning);
            try (JsonParser in = JACKSON.createParser(new String(bytes, UTF_8))) {
                in.nextToken();
                Object theirs = switch (in.currentToken()) {
                    case VALUE_STRING -> in.getText();
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getDoubleValue();
                    default -> in.getText();
                };
                assertEquals(new Decoded.Ok<>(theirs), ours);
                seen++;
            }
        }
        assertTrue(seen > 0);
    }

    private static Object meaning(JsonReader in) {
        return switch (in.peek()) {
            case '"' -> in.text();
            case 't', 'f' -> String.valueOf(in.bool());
            case 'n' -> {
                in.nothing();
                yield "null";
            }
            default -> in.number();
        };
    }

    /** Eight bytes are looked at in one go: whatever stands at each of their places has to be seen. */
    @Test
    void theEndOfAStringIsFoundAtEveryPlace() {
        for (int length = 0; length < 20; length++) {
            for (int place = 0; place < length; place++) {
                for (int b = 0; b < 256; b++) {
                    byte[] bytes = ("\"" + "x".repeat(length) + "\"").getBytes(UTF_8);
                    bytes[1 + place] = (byte) b;
                    boolean isPlain = b >= ' ' && b < 128 && b != '"' && b != '\\';
                    assertEquals(isPlain, weTake(bytes), () -> new String(bytes, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }
}
