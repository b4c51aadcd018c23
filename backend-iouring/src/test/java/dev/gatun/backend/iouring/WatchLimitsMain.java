package dev.gatun.backend.iouring;

import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.file.DirectoryWatch;
import dev.gatun.file.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Run where few directories may be watched, and where one may not be: says what is told of that. */
final class WatchLimitsMain {
    private static final int TRIES = 10;

    private WatchLimitsMain() {}

    public static void main(String[] arguments) throws IOException {
        Cpu cpu = Cpu.standalone(new IoUringProvider(), CpuConfig.DEFAULT);
        Path folder = Path.of(arguments[0]);
        DirectoryWatch watch = DirectoryWatch.open(cpu, (_, _) -> {});
        try {
            for (int i = 0; i < TRIES; i++) {
                watch.add(Files.createDirectory(folder.resolve("d" + i)).toString());
            }
        } catch (FileException e) {
            System.out.println("add: after " + watch.directories() + ", " + e.getMessage());
        }
        int opened = 1;
        try {
            for (; opened < TRIES; opened++) {
                DirectoryWatch.open(cpu, (_, _) -> {});
            }
        } catch (FileException e) {
            System.out.println("open: after " + opened + ", " + e.getMessage());
        }
        if (!cpu.close(TimeUnit.SECONDS.toNanos(5)).isClean()) {
            throw new IllegalStateException("something is left");
        }
    }
}
