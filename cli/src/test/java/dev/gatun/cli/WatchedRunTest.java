package dev.gatun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a shell's script in the place of the probe: its arguments are the options that a JVM would have. */
class WatchedRunTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String script) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("probe"), "#!/bin/sh\n" + script + "\n");
        assertTrue(file.toFile().setExecutable(true));
        return new WatchedRun(List.of(file.toString()))
                .run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    @Test
    void theLastTrialThatDidNotEndIsLeftOut() throws IOException, InterruptedException {
        int exit = run("printf '\\036+outer\\n\\036+inner\\n\\036-inner\\n'; case $3 in"
                + " *outer=159) echo told: $3; exit 1;; esac; kill -SYS $$");
        assertEquals(1, exit, () -> err.toString(UTF_8));
        assertEquals("told: -Dgatun.trials.deadly=outer=159\n", out.toString(UTF_8));
    }

    @Test
    void whatEndsOutsideATrialIsNoTrials() throws IOException, InterruptedException {
        assertEquals(2, run("printf '\\036+trial\\n\\036-trial\\n'; echo half; kill -SEGV $$"));
        assertEquals("", out.toString(UTF_8));
        assertEquals("gatun probe: the process ended with 139, and not in a trial\n", err.toString(UTF_8));
    }

    @Test
    void aTrialThatEndsItAlthoughLeftOutIsTheEnd() throws IOException, InterruptedException {
        assertEquals(2, run("printf '\\036+trial\\n'; kill -SYS $$"));
    }

    @Test
    void aFilterIsSeenInTheProcessStatus() throws IOException {
        Path status = Files.createDirectories(folder.resolve("proc/self")).resolve("status");
        SystemTree tree = new SystemTree(folder);
        assertFalse(WatchedRun.hasFilter(tree));
        Files.writeString(status, "Name:\tjava\nSeccomp:\t0\nSeccomp_filters:\t2\n");
        assertFalse(WatchedRun.hasFilter(tree));
        Files.writeString(status, "Name:\tjava\nSeccomp:\t2\n");
        assertTrue(WatchedRun.hasFilter(tree));
    }
}
