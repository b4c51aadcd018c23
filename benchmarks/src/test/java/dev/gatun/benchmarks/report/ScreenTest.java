package dev.gatun.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScreenTest {
    @AfterEach
    void noTerminal() {
        System.clearProperty("gatun.columns");
    }

    @Test
    void aPipeHasNoColoursAndNoEdge() {
        System.clearProperty("gatun.columns");
        assertEquals(132, Screen.ofSystem(Map.of()).columns());
        assertFalse(Screen.ofSystem(Map.of()).colour());
        System.setProperty("gatun.columns", "0");
        assertFalse(Screen.ofSystem(Map.of()).colour());
    }

    @Test
    void aTerminalHasBothUnlessSomebodyForbidsIt() {
        System.setProperty("gatun.columns", "80");
        assertEquals(80, Screen.ofSystem(Map.of()).columns());
        assertTrue(Screen.ofSystem(Map.of("NO_COLOR", "")).colour(), "an empty one forbids nothing: no-color.org");
        assertFalse(Screen.ofSystem(Map.of("NO_COLOR", "1")).colour());
        assertFalse(Screen.ofSystem(Map.of("TERM", "dumb")).colour());
    }
}
