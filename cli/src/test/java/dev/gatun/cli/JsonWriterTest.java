package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    private record Sample(
            String text,
            int number,
            boolean truth,
            @Nullable String absent,
            List<Thread.State> words) {}

    @Test
    void aRecordIsAnObjectOfItsComponents() {
        Sample sample = new Sample("a", -1, true, null, List.of(Thread.State.NEW, Thread.State.TIMED_WAITING));
        assertEquals(
                "{\"text\":\"a\",\"number\":-1,\"truth\":true,\"absent\":null,\"words\":[\"new\",\"timed_waiting\"]}",
                JsonWriter.write(sample));
    }

    @Test
    void whatJsonCannotHoldRawIsEscaped() {
        String nasty = "quote \" backslash \\ line\n tab\t bell\u0007 é 漢";
        assertEquals(nasty, JsonReader.read(JsonWriter.write(nasty)));
    }
}
