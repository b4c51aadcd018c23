package dev.gatun.bindings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Asks a C compiler about facts: which hold, which differ, and which these headers know nothing of. */
record FactCheck(int compared, List<String> differences, Set<String> unknown) {
    /**
     * Compiles a program that prints each expression, runs it, and compares. Unknown ones are left out, round by
     * round.
     */
    static FactCheck byRunning(CCompiler compiler, Path work, String includes, List<Fact> facts) throws IOException {
        List<Fact> known = new ArrayList<>(facts);
        Set<String> unknown = new TreeSet<>();
        Path source = work.resolve("facts.c");
        Path program = work.resolve("facts");
        while (true) {
            Files.writeString(source, program(includes, known));
            Map<Integer, String> errors = compiler.compile(source, program);
            if (errors.isEmpty()) {
                break;
            }
            drop(known, errors, headLines(includes), unknown);
        }
        List<String> printed =
                CCompiler.run(List.of(program.toString())).output().lines().toList();
        if (printed.size() != known.size()) {
            throw new AssertionError(printed.size() + " lines printed for " + known.size() + " facts");
        }
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            Fact fact = known.get(i);
            if (Long.parseLong(printed.get(i)) != fact.value()) {
                differences.add(fact.expression() + " is " + printed.get(i) + " in C, " + fact.value() + " in Java");
            }
        }
        return new FactCheck(known.size(), differences, unknown);
    }

    /** For a compiler whose programs can't run here: each fact becomes a static assertion. */
    static FactCheck byAsserting(CCompiler compiler, Path work, String includes, List<Fact> facts) throws IOException {
        List<Fact> known = new ArrayList<>(facts);
        Set<String> unknown = new TreeSet<>();
        Path source = work.resolve("facts.c");
        while (true) {
            StringBuilder text = new StringBuilder(includes.strip() + "\n#include <stddef.h>\n");
            known.forEach(fact -> text.append(
                    "_Static_assert((%s) == %dLL, \"differs\");%n".formatted(fact.expression(), fact.value())));
            Files.writeString(source, text);
            Map<Integer, String> errors = compiler.compile(source, work.resolve("facts.o"), "-c");
            List<String> differences = new ArrayList<>();
            int head = headLines(includes) - 1; // no stdio.h there
            errors.forEach((line, message) -> {
                if (message.contains("static assertion failed")) {
                    Fact fact = known.get(line - head - 1);
                    differences.add(fact.expression() + " is not " + fact.value());
                }
            });
            errors.values().removeIf(message -> message.contains("static assertion failed"));
            if (errors.isEmpty()) {
                return new FactCheck(known.size(), differences, unknown);
            }
            drop(known, errors, head, unknown);
        }
    }

    private static String program(String includes, List<Fact> facts) {
        StringBuilder text = new StringBuilder(includes.strip() + "\n#include <stddef.h>\n#include <stdio.h>\n");
        for (int i = 0; i < facts.size(); i++) { // a function each: an undeclared name is reported once a function
            text.append("static void f%d(void) { printf(\"%%lld\\n\", (long long)(%s)); }%n"
                    .formatted(i, facts.get(i).expression()));
        }
        text.append("int main(void) {\n");
        for (int i = 0; i < facts.size(); i++) {
            text.append("f%d();%n".formatted(i));
        }
        return text.append("}\n").toString();
    }

    private static int headLines(String includes) {
        return 2 + (int) includes.strip().lines().count();
    }

    private static void drop(List<Fact> known, Map<Integer, String> errors, int headLines, Set<String> unknown) {
        Set<Fact> dropped = new HashSet<>();
        errors.forEach((line, message) -> {
            int index = line - headLines - 1;
            if (index < 0 || index >= known.size()) {
                throw new AssertionError("line " + line + ": " + message);
            }
            dropped.add(known.get(index));
            unknown.add(known.get(index).symbol());
        });
        known.removeAll(dropped);
    }
}
