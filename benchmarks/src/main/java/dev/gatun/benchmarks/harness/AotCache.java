package dev.gatun.benchmarks.harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A command that starts a JVM, made to start with a cache of what it loads and links (JEP 483, 514), as a user would
 * who wants a quick start. The cache is trained by one run up to the first byte echoed.
 */
public final class AotCache {
    private static final long TRAINING_SECONDS = 60;

    private AotCache() {}

    /** {@code command} begins with the path of java, and has its class path after -cp; files go into {@code folder}. */
    public static List<String> with(List<String> command, Path folder, String name) {
        try {
            List<String> fromJars = new ArrayList<>(command);
            int classPath = fromJars.indexOf("-cp") + 1;
            fromJars.set(classPath, jarred(fromJars.get(classPath), folder));
            Path cache = folder.resolve(name + ".aot");
            Files.deleteIfExists(cache);
            // The JVM writes the cache when it ends, which takes it longer than any other end.
            ColdStart.nanosToFirstByte(
                    "the training of an AOT cache",
                    withOption(fromJars, "-XX:AOTCacheOutput=" + cache),
                    TRAINING_SECONDS);
            if (!Files.exists(cache)) {
                throw new BenchmarkFailure("this JVM makes no AOT cache: " + command.getFirst() + " (JDK 25 does)");
            }
            return withOption(fromJars, "-XX:AOTCache=" + cache);
        } catch (IOException e) {
            throw new BenchmarkFailure("no AOT cache could be made: " + e.getMessage());
        }
    }

    private static List<String> withOption(List<String> command, String option) {
        List<String> all = new ArrayList<>(command);
        all.add(1, option);
        return all;
    }

    /** A cache is for jars: each folder of classes becomes one. */
    private static String jarred(String classPath, Path folder) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) { // that would be the working directory, whatever lies in it
                Path path = Path.of(entry);
                entries.add(
                        Files.isDirectory(path)
                                ? jar(path, folder, entries.size()).toString()
                                : entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static Path jar(Path classes, Path folder, int number) throws IOException {
        Path jar = folder.resolve("classes-" + number + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
        return jar;
    }
}
