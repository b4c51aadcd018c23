package dev.gatun.benchmarks.rivals;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who there is to compare with: our own list, and what the user's jars add to it. For the run. */
public final class Rivals {
    private final List<Rival> all;
    private final String classPath;

    private Rivals(List<Rival> all, String classPath) {
        this.all = all;
        this.classPath = classPath;
    }

    /**
     * {@code jars}: jars, or folders with jars or classes in them. Fails with an IllegalArgumentException that says
     * what is wrong with them.
     */
    public static Rivals with(List<Path> jars) {
        List<Path> more = jars.stream().flatMap(Rivals::expanded).toList();
        String given = System.getProperty("java.class.path");
        String classPath = Stream.concat(Stream.of(given), more.stream().map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator));
        URL[] urls = more.stream().map(Rivals::url).toArray(URL[]::new);
        // Never closed: who is asked for its name may load more classes later.
        URLClassLoader loader = new URLClassLoader(urls, Rivals.class.getClassLoader());
        try {
            List<Rival> all = ServiceLoader.load(Rival.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
            requireNames(all);
            return new Rivals(all, classPath);
        } catch (ServiceConfigurationError e) {
            throw new IllegalArgumentException("a rival can't be loaded: " + e.getMessage(), e);
        }
    }

    private static Stream<Path> expanded(Path jar) {
        if (!Files.exists(jar)) {
            throw new IllegalArgumentException(jar + ": there is no such jar or folder");
        }
        if (!Files.isDirectory(jar)) {
            return Stream.of(jar.toAbsolutePath());
        }
        try (Stream<Path> inside = Files.list(jar)) {
            List<Path> found = inside.filter(each -> each.toString().endsWith(".jar"))
                    .map(Path::toAbsolutePath)
                    .sorted()
                    .toList();
            return Stream.concat(Stream.of(jar.toAbsolutePath()), found.stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(jar + " can't be loaded from", e);
        }
    }

    private static void requireNames(List<Rival> all) {
        List<String> names = all.stream().map(Rival::name).toList();
        for (String name : names) {
            if (!name.matches("[a-z0-9_-]+") || name.startsWith("gatun-") || name.startsWith("c-")) {
                throw new IllegalArgumentException("a rival calls itself \"" + name
                        + "\": lower case, digits, - and _ only, and not gatun-… or c-…");
            }
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw new IllegalArgumentException(
                        "two rivals call themselves " + name + ": one must take another name");
            }
        }
    }

    public List<Rival> all() {
        return all;
    }

    /** What a process of theirs is started with. */
    public String classPath() {
        return classPath;
    }
}
