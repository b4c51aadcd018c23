package dev.gatun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialsTest {
    @Test
    void whoWatchesIsToldOfBeginningAndEnd() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Trials trials = new Trials(new PrintStream(out, true, UTF_8), Map.of("files", new Ending(159)));
        trials.begin("limits");
        trials.end("limits");
        assertEquals("\u001e+limits\n\u001e-limits\n", out.toString(UTF_8));
        assertEquals(new Ending(159), trials.endingOf("files"));
        assertNull(trials.endingOf("limits"));
    }

    @Test
    void whatIsLeftOutIsAnOption() {
        assertEquals(
                List.of("-Dgatun.trials.watched=true", "-Dgatun.trials.deadly=files=134"),
                List.of(Trials.options(Map.of("files", new Ending(134)))));
    }
}
