package dev.gatun.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatun.json.JsonWriter.Absent;
import dev.gatun.json.guest.Guest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
    private record Sample(
            String text,
            int number,
            boolean truth,
            @Nullable String absent,
            List<Thread.State> words) {}

    private static final Sample SAMPLE =
            new Sample("a", -1, true, null, List.of(Thread.State.NEW, Thread.State.TIMED_WAITING));

    @Test
    void aRecordIsAnObjectOfItsComponents() {
        assertEquals(
                "{\"text\":\"a\",\"number\":-1,\"truth\":true,\"absent\":null,\"words\":[\"new\",\"timed_waiting\"]}",
                JsonWriter.write(SAMPLE, Absent.WRITTEN));
    }

    @Test
    void whatIsAbsentCanBeLeftOut() {
        assertEquals(
                "{\"text\":\"a\",\"number\":-1,\"truth\":true,\"words\":[\"new\",\"timed_waiting\"]}",
                JsonWriter.write(SAMPLE, Absent.LEFT_OUT));
    }

    @Test
    void aRecordNeedNotBePublic() {
        assertEquals("{\"seen\":1}", JsonWriter.write(Guest.hidden(), Absent.WRITTEN));
    }

    @Test
    void mapsAndNothingAtAll() {
        assertEquals("{\"n\":1,\"m\":[]}", JsonWriter.write(ordered(), Absent.LEFT_OUT));
        assertEquals("null", JsonWriter.write(null, Absent.LEFT_OUT));
    }

    private static Map<String, Object> ordered() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("n", 1);
        map.put("m", List.of());
        return map;
    }

    @Test
    void whatJsonCannotHoldRawIsEscaped() {
        String nasty = "quote \" backslash \\ line\n tab\t bell\u0007 é 漢";
        String written = JsonWriter.write(nasty, Absent.WRITTEN);
        assertEquals(nasty, JsonReader.read(written));
        assertEquals("\"quote \\\" backslash \\\\ line\\n tab\\t bell\\u0007 é 漢\"", written);
    }

    @ParameterizedTest
    @CsvSource({"0.1,0.1", "31,31", "123456.789,123460", "0.0001234567,0.00012346", "-2.5,-2.5", "1e14,100000000000000"
    })
    void fractionsHaveFiveDigits(double number, String written) {
        assertEquals(written, JsonWriter.rounded(number));
        assertEquals("[" + written + "]", JsonWriter.write(List.of(number), Absent.WRITTEN));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoFigureIsRefused(double number) {
        assertThrows(IllegalArgumentException.class, () -> JsonWriter.write(List.of(number), Absent.WRITTEN));
    }
}
