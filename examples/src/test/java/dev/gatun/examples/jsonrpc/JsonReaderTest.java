package dev.gatun.examples.jsonrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "[false, 0, 1.50, 1E+2, -12.5, 0.1]",
                "{\"a\": {}, \"\": [], \"b\": [[], {}]}",
                "\"\u00e4\u20ac\ud83d\ude00\"",
                "\"\\\"\\\\\\n\\r\\t\\u0000\\u001f\""
            })
    void whatIsReadIsWrittenAgain(String json) throws JsonException {
        assertEquals(json, JsonWriter.write(read(json)));
    }

    @Test
    void blanksAndEscapesMeanWhatTheyMean() throws JsonException {
        assertEquals("{\"a\": [1, 2]}", JsonWriter.write(read(" {\t\"\\u0061\"\r\n:[ 1 ,2 ] } ")));
        assertEquals("\"/\\u0008\\u000c\ud83d\ude00\"", JsonWriter.write(read("\"\\/\\b\\f\\uD83d\\uDE00\"")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "nullx",
                "True",
                "[",
                "]",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1 \"b\":2}",
                "01",
                "-",
                "+1",
                "1.",
                ".5",
                "1e",
                "1e+",
                "0x1",
                "NaN",
                "Infinity",
                "\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\n\"",
                "'a'",
                "1 2",
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\ud800\\ud800\"",
                "\"\\udc00\\ud800\"",
                "[1]]",
                "/**/1",
                "1e99999999999"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThrows(JsonException.class, () -> read(text));
    }

    @Test
    void whatIsNoUtf8IsRefused() {
        for (byte[] bytes :
                new byte[][] {{'"', (byte) 0xC3, '"'}, {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}, {(byte) 0xFF}
                }) {
            assertThrows(JsonException.class, () -> JsonReader.read(bytes));
        }
    }

    @Test
    void depthAndNumbersHaveTheirBounds() throws JsonException {
        read("[".repeat(JsonReader.DEPTH_MAX) + "]".repeat(JsonReader.DEPTH_MAX));
        assertThrows(JsonException.class, () -> read("[".repeat(JsonReader.DEPTH_MAX + 1)));
        assertThrows(JsonException.class, () -> read("[".repeat(1_000_000)));
        read("[".repeat(3) + "],[".repeat(1000) + "]".repeat(3));
        assertThrows(JsonException.class, () -> read("1".repeat(101)));
    }

    @Test
    void mutatedTextsAreReadOrRefusedAndNothingElse() {
        long seed = Long.getLong("gatun.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] json = "{\"jsonrpc\": \"2.0\", \"params\": [1.5e3, \"\\u00e4\", null], \"id\": {}}"
                .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 50_000; round++) {
            byte[] mutated = json.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            try {
                JsonWriter.write(JsonReader.read(mutated));
            } catch (JsonException _) {
                // refused
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }

    private static @Nullable Object read(String text) throws JsonException {
        return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
