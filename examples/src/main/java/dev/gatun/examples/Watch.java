package dev.gatun.examples;

import dev.gatun.Cpu;
import dev.gatun.IoRuntime;
import dev.gatun.RuntimeConfig;
import dev.gatun.file.DirectoryChange;
import dev.gatun.file.DirectoryWatch;
import dev.gatun.file.FileException;
import dev.gatun.spi.DirectoryChanges.Ability;
import dev.gatun.spi.DirectoryChanges.Kind;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Shows what changes in directories, and in those that are made in them later. What came into a new one before it was
 * watched is not told, so a program that must miss nothing looks through it as well. Its core's thread alone.
 */
public final class Watch {
    private Watch() {}

    public static void main(String[] arguments) throws InterruptedException {
        Arguments given = new Arguments(arguments, 1, 1000);
        for (String each : arguments) {
            if (!Files.isDirectory(Path.of(each))) {
                throw new UsageException(each + " is no directory");
            }
        }
        RuntimeConfig config =
                RuntimeConfig.DEFAULT.withCores(1).withOnCpuStart(cpu -> watch(cpu, List.of(arguments), System.out));
        try (IoRuntime runtime = IoRuntime.start(config)) {
            System.out.println("watching " + given.count() + " by " + runtime.backendName());
            runtime.awaitShutdown();
        }
    }

    private static void watch(Cpu cpu, List<String> directories, PrintStream out) {
        try {
            DirectoryWatch watch = DirectoryWatch.open(cpu, (opened, change) -> show(opened, change, out));
            for (String each : directories) {
                watch.add(each);
            }
            Set<Ability> missing = EnumSet.allOf(Ability.class);
            missing.removeIf(watch::has);
            if (!missing.isEmpty()) {
                out.println("this system does not tell: " + missing);
            }
        } catch (FileException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void show(DirectoryWatch watch, DirectoryChange change, PrintStream out) {
        out.println(change);
        if (change.isDirectory() && change.kind() == Kind.CREATED) {
            try {
                watch.add(change.path());
            } catch (FileException e) {
                out.println("not watched: " + e.getMessage()); // gone already, or a limit was met: it says which
            }
        }
    }
}
