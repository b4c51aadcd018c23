package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Figure;
import dev.gatun.benchmarks.harness.NumberedFile;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.harness.Worker;
import dev.gatun.benchmarks.subjects.GatunFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Random reads past the page cache: how many a second, which the device decides, and what each costs the CPU. */
public final class FileSuite implements Suite {
    private static final int DEPTH = 32;
    private static final Figure RATE = Figure.higher("rate", "ops/s");
    private static final Figure CPU = Figure.lower("cpu", "ns/op");

    @Override
    public String name() {
        return "file";
    }

    @Override
    public String about() {
        return "random reads of 4 KiB with O_DIRECT, 32 in flight: operations a second, and CPU time for each";
    }

    @Override
    public List<Match> matches(Lab lab) {
        Row row = Row.of("file.read", Map.of("depth", DEPTH, "direct", true), RATE, CPU);
        Path file = NumberedFile.in(lab.scratch());
        List<String> arguments =
                List.of("cpu=" + lab.settings().serverCpu(), "file=" + file, "depth=" + DEPTH, "direct=1", "mode=park");
        SortedMap<String, Contender.Entry> entries = new TreeMap<>();
        if (lab.wants("c-liburing")) {
            entries.put("c-liburing", () -> new Worker("c-liburing", row, lab.c("file_liburing", arguments)));
        }
        for (String backend : lab.backends()) {
            String subject = "gatun-" + backend;
            List<String> command = lab.java(GatunFile.class, Lab.joined(arguments, List.of("backend=" + backend)));
            entries.put(subject, () -> new Worker(subject, row, command));
        }
        lab.addRivals(entries, row, arguments, (subject, command) -> new Worker(subject, row, command));
        return List.of(new Match(row, entries));
    }
}
