package dev.gatun.benchmarks.suites;

import dev.gatun.benchmarks.harness.Contender;
import dev.gatun.benchmarks.harness.Row;
import dev.gatun.benchmarks.harness.Worker;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who competes in a row whose work one process does by itself: ours over each backend, and its twin in C. */
final class Twins {
    private Twins() {}

    /** To which rivals may be added. */
    static SortedMap<String, Contender.Entry> of(
            Lab lab, Row row, String cSubject, String cProgram, Class<?> ours, List<String> arguments) {
        SortedMap<String, Contender.Entry> entries = ours(lab, row, ours, arguments);
        addC(entries, lab, row, cSubject, cProgram, arguments);
        return entries;
    }

    static SortedMap<String, Contender.Entry> ours(Lab lab, Row row, Class<?> ours, List<String> arguments) {
        SortedMap<String, Contender.Entry> entries = new TreeMap<>();
        for (String backend : lab.backends()) {
            String subject = "gatun-" + backend;
            List<String> command = lab.java(ours, Lab.joined(arguments, List.of("backend=" + backend)));
            entries.put(subject, () -> new Worker(subject, row, command));
        }
        return entries;
    }

    static void addC(
            SortedMap<String, Contender.Entry> entries,
            Lab lab,
            Row row,
            String subject,
            String program,
            List<String> arguments) {
        if (lab.wants(subject)) {
            entries.put(subject, () -> new Worker(subject, row, lab.c(program, arguments)));
        }
    }

    /** A rival that is a program of ours in Java; it may need a provider to be pinned by. */
    static void addJava(
            SortedMap<String, Contender.Entry> entries,
            Lab lab,
            Row row,
            String subject,
            Class<?> rival,
            List<String> arguments) {
        if (lab.wants(subject)) {
            entries.put(subject, () -> new Worker(subject, row, lab.java(rival, arguments)));
        }
    }
}
