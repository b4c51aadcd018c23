package dev.gatun.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void everyKindOfValueIsRead() {
        assertEquals(
                Map.of("a", List.of(1.0, -2.5e3, true, false, "x\"\\/\b\f\n\r\té"), "b", Map.of(), "c", List.of()),
                JsonReader.read("""
                         { "a" : [ 1 , -2.5e3,true,false,"x\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9"],\r
                        \t"b":{},"c":[ ] }
                        """));
        assertNull(JsonReader.read("null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "-",
                "NaN",
                "Infinity",
                "1e999",
                "tru",
                "True",
                "nul",
                "\"",
                "\"\n\"",
                "\"\\x\"",
                "\"\\u00g0\"",
                "\"\\u00",
                "\"\\",
                "{} {}",
                "1,",
                "[1]]",
                "{\"a\":1,\"a\":2}",
                "\u00a01",
                "/* */1"
            })
    void whatIsNoJsonIsRefusedWithItsPlace(String text) {
        JsonException refused = assertThrows(JsonException.class, () -> JsonReader.read(text));
        assertTrue(
                String.valueOf(refused.getMessage()).matches("(?s).*, in line \\d+, column \\d+"), refused::toString);
    }

    @Test
    void thePlaceIsTold() {
        JsonException refused =
                assertThrows(JsonException.class, () -> JsonReader.read("{\n  \"a\": 1,\n  \"b\": ?\n}"));
        assertEquals("a value expected, in line 3, column 8", refused.getMessage());
    }

    @Test
    void whatIsTooDeepIsRefusedNotFollowed() {
        assertThrows(JsonException.class, () -> JsonReader.read("[".repeat(1_000_000)));
        assertThrows(JsonException.class, () -> JsonReader.read("{\"a\":".repeat(1_000_000)));
    }

    /** Whatever is cut off or changed: it is read or refused, and nothing else happens. */
    @Test
    void nonsenseNeverEndsInAnythingElse() {
        long seed = Long.getLong("gatun.seed", new Random().nextLong());
        System.out.println("JsonReaderTest seed " + seed);
        Random random = new Random(seed);
        String good = "{\"a\":[1,-2.5e3,true,null,\"x\\n\\u00e9\"],\"b\":{\"c\":{},\"d\":[[]]}}";
        JsonReader.read(good);
        for (int i = 0; i < 20_000; i++) {
            try {
                JsonReader.read(mangled(good, random));
            } catch (JsonException e) {
                assertTrue(e.getMessage() != null && e.getMessage().contains(", in line 1, column "), e::toString);
            }
        }
    }

    private static String mangled(String good, Random random) {
        StringBuilder text = new StringBuilder(good);
        for (int changes = random.nextInt(3); changes >= 0 && !text.isEmpty(); changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, "{}[]\",:-0e.\\ntx".charAt(random.nextInt(15)));
                case 1 -> text.deleteCharAt(at);
                default -> text.setLength(at + 1);
            }
        }
        return text.toString();
    }
}
