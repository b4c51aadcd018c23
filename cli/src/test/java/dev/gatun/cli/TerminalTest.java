package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.cli.Report.State;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final StringWriter text = new StringWriter();

    @AfterEach
    void reset() {
        System.clearProperty("gatun.columns");
    }

    private Terminal terminal(int columns, boolean colour) {
        return new Terminal(new PrintWriter(text, true), columns, colour, true);
    }

    @Test
    void linesAreBrokenAtWords() {
        terminal(20, false).line(4, "one two three four five six seven");
        assertEquals("one two three four\n    five six seven\n", text.toString());
    }

    @Test
    void aWordThatIsTooLongStaysWhole() {
        terminal(10, false).line(2, "sixteen-letters-and-more end");
        assertTrue(text.toString().startsWith("sixteen-letters-and-more"), text::toString);
    }

    @Test
    void coloursTakeNoRoom() {
        Terminal terminal = terminal(20, true);
        terminal.line(4, terminal.heading("one two three") + " four");
        assertEquals(1, text.toString().lines().count());
        terminal.line(2, terminal.heading("one two three") + " four " + terminal.faint("five six"));
        assertEquals(
                List.of("one two three four", "one two three four", "  five six"),
                text.toString().replaceAll("\033\\[[0-9;]*m", "").lines().toList());
        assertTrue(terminal.mark(State.YES).contains("✔"));
    }

    @Test
    void aReportFitsIntoEightyColumns() {
        Report report =
                new Probe(new LinuxMachine(SystemTree.OURS), Path.of(""), null, false, Trials.UNWATCHED).report();
        new ReportPrinter(terminal(80, true), false).print(report);
        for (String line : text.toString().lines().toList()) {
            assertTrue(line.replaceAll("\033\\[[0-9;]*m", "").length() <= 80, line);
        }
        assertTrue(text.toString().lines().count() <= 40, text::toString);
    }

    @Test
    void onlyATerminalHasColours() {
        assertFalse(Terminal.of(new PrintWriter(text), Map.of()).colour());
        System.setProperty("gatun.columns", "100");
        assertTrue(Terminal.of(new PrintWriter(text), Map.of("TERM", "xterm")).colour());
        assertFalse(Terminal.of(new PrintWriter(text), Map.of("NO_COLOR", "1")).colour());
        assertFalse(Terminal.of(new PrintWriter(text), Map.of("TERM", "dumb")).colour());
        assertEquals(100, Terminal.of(new PrintWriter(text), Map.of()).columns());
    }
}
