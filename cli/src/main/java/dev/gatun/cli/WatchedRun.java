package dev.gatun.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs this command in a process of its own that says what it tries. A trial that ends it (a sandbox that kills, a
 * crash) is left out of the next one, which reports how it ended: so each costs a start of a JVM, and not the report.
 * The main thread's.
 *
 * <p>Wanted where a filter of system calls is at work, and where {@code -Dgatun.trials=apart} says so, as
 * {@code scripts/gatun} does once the probe has been ended; {@code -Dgatun.trials=here} says no.
 */
final class WatchedRun {
    private static final int SECONDS_MAX = 90;

    /** What a process said: its report, and which trials it did not come back from. */
    private record Said(int exit, StringBuilder report, SequencedSet<String> open) {}

    private final List<String> command;
    private final Map<String, Ending> deadly = new LinkedHashMap<>();

    WatchedRun(List<String> command) {
        this.command = List.copyOf(command);
    }

    /** The one that this process is to be; null: it does all by itself. */
    static @Nullable WatchedRun wanted(String[] arguments) {
        if (arguments.length == 0 || !arguments[0].equals("probe") || Trials.isWatched()) {
            return null;
        }
        boolean isWanted =
                switch (System.getProperty("gatun.trials", "")) {
                    case "apart" -> true;
                    case "here" -> false;
                    default -> hasFilter(SystemTree.OURS);
                };
        List<String> command = isWanted ? ofThisProcess() : List.of();
        return command.isEmpty() ? null : new WatchedRun(command);
    }

    /** Whether the kernel looks at each system call of this process before it makes it. */
    static boolean hasFilter(SystemTree tree) {
        return tree.lines("proc/self/status").stream().anyMatch(line -> line.matches("Seccomp:\\s*2"));
    }

    /** How this process was started; empty: the system does not tell. */
    private static List<String> ofThisProcess() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        String program = info.command().orElse("");
        try {
            // All of it, where the JDK knows the first page alone.
            String[] words = Files.readString(Path.of("/proc/self/cmdline")).split("\0", -1);
            List<String> command = new ArrayList<>(Arrays.asList(words).subList(0, words.length - 1));
            command.set(0, program.isEmpty() ? command.getFirst() : program);
            return command;
        } catch (IOException _) {
            List<String> command = new ArrayList<>(List.of(program));
            command.addAll(Arrays.asList(info.arguments().orElse(new String[0])));
            return program.isEmpty() || command.size() == 1 ? List.of() : command;
        }
    }

    /** The exit code; the report goes to {@code out}, and what else is said to {@code err}. */
    int run(PrintStream out, PrintStream err) throws IOException, InterruptedException {
        while (true) {
            Said said = once();
            if (!Ending.isViolent(said.exit())) {
                out.write(said.report().toString().getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                return said.exit();
            }
            String last = said.open().isEmpty() ? "" : said.open().getLast();
            if (last.isEmpty() || deadly.putIfAbsent(last, new Ending(said.exit())) != null) {
                err.println("gatun probe: the process ended with " + said.exit() + ", and not in a trial");
                return 2;
            }
        }
    }

    private Said once() throws IOException, InterruptedException {
        List<String> again = new ArrayList<>(command);
        // A crash is a finding here, and leaves neither a log nor a core.
        again.add(1, "-XX:+SuppressFatalErrorMessage");
        again.addAll(2, List.of(Trials.options(deadly)));
        Process process = new ProcessBuilder(again)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        CompletableFuture.delayedExecutor(SECONDS_MAX, TimeUnit.SECONDS).execute(process::destroyForcibly);
        StringBuilder report = new StringBuilder();
        SequencedSet<String> open = new LinkedHashSet<>();
        // As bytes, whatever they mean.
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() || line.charAt(0) != Trials.MARK) {
                    report.append(line).append(System.lineSeparator());
                } else if (line.charAt(1) == Trials.BEGUN) {
                    open.remove(line.substring(2));
                    open.add(line.substring(2));
                } else {
                    open.remove(line.substring(2));
                }
            }
        }
        return new Said(process.waitFor(), report, open);
    }
}
