package dev.gatun.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Row ROW = Row.of("test.row", Map.of("batch", 1), Figure.lower("time", "ns/op"));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long nanos;

    private Progress progress(boolean live) {
        return new Progress(out, live, 2, 10, 600, () -> nanos);
    }

    private String said() {
        String said = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return said;
    }

    private void pass(double seconds) {
        nanos += (long) (seconds * 1e9);
    }

    /** Two contenders: 3 s to open and warm up each, 20 rounds of 0.5 s, 1 s to count each. */
    @Test
    void whatIsLeftIsWhatItsKindHasTakenSoFar() {
        Progress progress = progress(true);
        for (String subject : new String[] {"a", "b"}) {
            pass(2);
            progress.warmingUp(ROW, subject);
            pass(1);
            progress.warmingUp(ROW, subject);
        }
        assertFalse(said().contains("left"), "before a round has ended nobody knows");
        progress.round(ROW, "a", 1, 10);
        pass(0.5);
        progress.round(ROW, "b", 1, 10);
        assertTrue(said().endsWith("test.row batch=1  b: round 1 of 10  (about 10 s left)"));
        for (int i = 2; i < 20; i++) {
            pass(0.5);
            progress.round(ROW, "a", 1 + i / 2, 10);
        }
        pass(0.5);
        progress.counting(ROW, "a");
        pass(1);
        said();
        progress.counting(ROW, "b");
        assertTrue(said().endsWith("b: counting its system calls  (about 1 s left)"));
    }

    @Test
    void whoDoesNotWatchIsToldEachRowOnce() {
        Progress progress = progress(false);
        progress.warmingUp(ROW, "a");
        pass(1.25);
        progress.round(ROW, "a", 1, 10);
        pass(1);
        progress.done(ROW, "measured");
        assertEquals("test.row batch=1: measured in 2.3 s" + System.lineSeparator(), said());
        pass(3);
        progress.done(ROW, "given up");
        assertEquals("test.row batch=1: given up in 3.0 s" + System.lineSeparator(), said());
    }

    @Test
    void longTimesAreInMinutes() {
        assertEquals("about 99 s", Progress.words(99));
        assertEquals("about 2 min 05 s", Progress.words(125));
    }
}
