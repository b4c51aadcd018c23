package dev.gatun.examples.jsonrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatcherTest {
    private final Dispatcher dispatcher = Dispatcher.ofExamples();

    @TestFactory
    Stream<DynamicTest> theSpecificationsExamplesAreAnsweredAsItSays() throws IOException {
        List<Vectors.Vector> vectors = Vectors.all();
        assertEquals(15, vectors.size());
        return vectors.stream()
                .map(vector -> DynamicTest.dynamicTest(vector.request(), () -> {
                    String answer = answer(vector.request());
                    if (vector.answer().isEmpty()) {
                        assertNull(answer);
                    } else {
                        assertEquals(read(vector.answer()), read(String.valueOf(answer)));
                    }
                }));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-32600|{'method': 'sum', 'params': [], 'id': 1}",
                "-32600|{'jsonrpc': '1.0', 'method': 'sum', 'params': [], 'id': 1}",
                "-32600|{'jsonrpc': '2.0', 'method': 'sum', 'params': null, 'id': 1}",
                "-32600|{'jsonrpc': '2.0', 'method': 'sum', 'params': [], 'id': {}}",
                "-32600|{'jsonrpc': '2.0', 'method': 'sum', 'params': [], 'id': true}",
                "-32600|7",
                "-32602|{'jsonrpc': '2.0', 'method': 'subtract', 'params': [1], 'id': 1}",
                "-32602|{'jsonrpc': '2.0', 'method': 'subtract', 'params': {'minuend': 1}, 'id': 1}",
                "-32602|{'jsonrpc': '2.0', 'method': 'subtract', 'id': 1}",
                "-32602|{'jsonrpc': '2.0', 'method': 'sum', 'params': [1, '2'], 'id': 1}",
                "-32602|{'jsonrpc': '2.0', 'method': 'sum', 'params': [1e999999999, 1], 'id': 1}",
                "-32700|{'jsonrpc': '2.0', 'jsonrpc': '2.0', 'method': 'sum', 'id': 1}",
            })
    void otherMistakesHaveTheirCodesToo(int code, String request) throws JsonException {
        Map<?, ?> answer = (Map<?, ?>) read(String.valueOf(answer(request.replace('\'', '"'))));
        Map<?, ?> error = (Map<?, ?>)
                Objects.requireNonNull(Objects.requireNonNull(answer).get("error"));
        assertEquals(String.valueOf(code), String.valueOf(error.get("code")));
    }

    @Test
    void anIdComesBackAsItWas() {
        for (String id : List.of("null", "0", "-1.50", "\"\u00e4\\n\"", "12345678901234567890")) {
            String request = "{\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [1, 2], \"id\": " + id + "}";
            assertEquals("{\"jsonrpc\": \"2.0\", \"result\": 3, \"id\": " + id + "}", answer(request));
        }
    }

    @Test
    void aBatchHasItsBound() throws JsonException {
        String batch = "[" + "1,".repeat(Dispatcher.BATCH_MAX) + "1]";
        assertTrue(read(String.valueOf(answer(batch))) instanceof Map, "one answer for all");
        assertTrue(
                read(String.valueOf(answer(batch.replaceFirst("1,", "")))) instanceof List, "just as many as may be");
    }

    private @Nullable String answer(String request) {
        return dispatcher.answer(request.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Object read(String json) throws JsonException {
        return JsonReader.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
