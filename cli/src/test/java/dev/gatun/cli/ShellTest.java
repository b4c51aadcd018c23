package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What shells and man(1) are given, read by them where they are installed. */
class ShellTest {
    @TempDir
    Path folder;

    private static String completion(String shell) {
        StringWriter out = new StringWriter();
        int exit = new CommandLine(new Main()).setOut(new PrintWriter(out)).execute("completion", shell);
        assertEquals(0, exit);
        return out.toString();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return Assumptions.abort(command[0] + " is not installed");
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    @Test
    void bashCompletesOptions() throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("gatun.bash"), completion("bash"));
        String proposed = run(
                "bash",
                "-c",
                "source " + script + "; COMP_WORDS=(gatun probe --re); COMP_CWORD=2; _complete_gatun;"
                        + " echo \"${COMPREPLY[@]}\"");
        assertTrue(proposed.contains("--require"), proposed);
    }

    @Test
    void fishHasALineForEachOption() {
        String fish = completion("fish");
        assertTrue(fish.contains("complete -c gatun -n '__fish_use_subcommand' -f -a probe -d 'Finds out,"), fish);
        assertTrue(fish.contains("complete -c gatun -n '__fish_seen_subcommand_from probe' -l require -r -d "), fish);
        assertTrue(fish.contains("-f -a 'bash zsh fish'"), fish);
    }

    @Test
    void aShellThatNobodyKnowsIsRefused() {
        StringWriter err = new StringWriter();
        assertEquals(2, new CommandLine(new Main()).setErr(new PrintWriter(err)).execute("completion", "tcsh"));
        assertTrue(err.toString().contains("expected one of [bash, zsh, fish]"), err::toString);
    }

    @Test
    void everyCommandHasAManualPage() throws IOException, InterruptedException {
        Map<String, String> pages = ManualPages.all();
        assertTrue(pages.keySet().containsAll(List.of("gatun.1", "gatun-probe.1", "gatun-completion.1")));
        String probe = pages.getOrDefault("gatun-probe.1", "");
        assertTrue(probe.contains(".B \\-\\-require NAME"), probe);
        assertTrue(probe.contains(".SH EXIT STATUS"), probe);
        Path file = Files.writeString(folder.resolve("gatun-probe.1"), probe);
        String rendered = run("man", "--warnings", "-l", file.toString());
        assertTrue(rendered.contains("--require"), rendered);
    }
}
