package dev.gatun.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * What a formatter does not see: sizes, banned names, marks of unfinished work, dead links. Generated source is left
 * out.
 */
final class Tidy {
    private static final int LINE_LENGTH_MAX = 120;
    private static final int FILE_LINES_MAX = 350;
    private static final int METHOD_LINES_MAX = 60;
    private static final Pattern BANNED_NAME = Pattern.compile(".*(Manager|Helper|Utils?|Impl)\\.java");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

    private final Path root;
    private final List<String> violations = new ArrayList<>();

    private Tidy(Path root) {
        this.root = root;
    }

    /** All that is untidy below {@code root}, a line each. */
    static List<String> look(Path root) throws IOException {
        Tidy tidy = new Tidy(root);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(tidy::ours)
                    .sorted()
                    .toList();
        }
        List<Path> java =
                files.stream().filter(file -> file.toString().endsWith(".java")).toList();
        for (Path file : java) {
            tidy.javaFile(file);
        }
        tidy.methods(java);
        for (Path file : files) {
            if (file.toString().endsWith(".md")) {
                tidy.links(file);
            }
        }
        return tidy.violations;
    }

    private boolean ours(Path file) {
        String path = root.relativize(file).toString();
        return !path.contains("target/")
                && !path.contains("src/generated/")
                && !path.startsWith(".git/")
                && !path.startsWith("house-rules/planted/");
    }

    private void javaFile(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() > FILE_LINES_MAX && !isTable(lines)) {
            report(file, lines.size(), "a file of " + lines.size() + " lines; at most " + FILE_LINES_MAX);
        }
        if (BANNED_NAME.matcher(file.getFileName().toString()).matches()) {
            report(file, 1, "a name that says nothing; name the role");
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.length() > LINE_LENGTH_MAX && !line.startsWith("import ")) {
                report(file, i + 1, "a line of " + line.length() + " characters; at most " + LINE_LENGTH_MAX);
            }
            if (UNFINISHED.matcher(line).find()) {
                report(file, i + 1, "unfinished work: finish it, or write an issue");
            }
        }
    }

    /** Tables (error maps, constants) may be long; they say so in their first paragraph. */
    private static boolean isTable(List<String> lines) {
        return lines.stream().limit(40).anyMatch(line -> line.toLowerCase(Locale.ROOT)
                .contains("a table"));
    }

    private void methods(List<Path> files) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(new MethodLengths(positions, unit), null);
            }
        }
    }

    private final class MethodLengths extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final SourcePositions positions;
        private final CompilationUnitTree unit;

        MethodLengths(SourcePositions positions, CompilationUnitTree unit) {
            this.positions = positions;
            this.unit = unit;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            LineMap map = unit.getLineMap();
            long first = map.getLineNumber(positions.getStartPosition(unit, method));
            long last = map.getLineNumber(positions.getEndPosition(unit, method));
            if (last - first + 1 > METHOD_LINES_MAX) {
                report(
                        Path.of(unit.getSourceFile().toUri()),
                        first,
                        method.getName() + " has " + (last - first + 1) + " lines; at most " + METHOD_LINES_MAX);
            }
            return super.visitMethod(method, null);
        }
    }

    private void links(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            Matcher link = LINK.matcher(lines.get(i));
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://") && !Files.exists(file.resolveSibling(target))) {
                    report(file, i + 1, "a link to " + target + ", which is not there");
                }
            }
        }
    }

    private void report(Path file, long line, String what) {
        violations.add(root.relativize(file.toAbsolutePath()) + ":" + line + ": " + what);
    }
}
