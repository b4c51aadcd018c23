package dev.gatun.cli;

import dev.gatun.Buffer;
import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.State;
import dev.gatun.file.AsyncFile;
import dev.gatun.file.FileCallback;
import dev.gatun.file.FileException;
import dev.gatun.file.OpenOptions;
import dev.gatun.file.TransferCallback;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What files in a folder can do, tried through the backend that would be used, on one made for that and deleted. One
 * use, one thread.
 */
final class BackendFileTrials {
    private static final int BLOCK = 4096;
    private static final long AHEAD = 1 << 20;

    private final List<IoBackendProvider> providers;
    private final Path folder;

    BackendFileTrials(List<IoBackendProvider> providers, Path folder) {
        this.providers = providers;
        this.folder = folder;
    }

    /** What a call back brought. */
    private static final class Told<T> {
        private @Nullable T value;

        void tell(T told) {
            value = told;
        }

        T await(Cpu cpu) {
            while (value == null) {
                cpu.tickOrPark();
            }
            return Objects.requireNonNull(value);
        }
    }

    /** An open file, or why there is none. */
    private record Opened(
            @Nullable AsyncFile file, @Nullable FileException failure) {}

    List<Feature> all() {
        List<Feature> features = new ArrayList<>();
        features.add(FileTrials.fileSystem(folder));
        IoBackendProvider provider = providers.stream()
                .filter(each -> each.probe().usable())
                .findFirst()
                .orElse(null);
        if (provider == null) {
            features.add(Feature.tried("writable", State.UNKNOWN, "there is no backend to try it through", null));
            return features;
        }
        try (TrialFile made = TrialFile.in(folder)) {
            Cpu cpu = Cpu.standalone(provider, CpuConfig.DEFAULT);
            try {
                tryOn(cpu, made.path().toString(), features);
            } finally {
                cpu.close(TimeUnit.SECONDS.toNanos(1));
            }
        } catch (IOException e) {
            features.add(FileTrials.unwritable(folder, e));
        }
        return features;
    }

    /** A value, or a negated error and what it means. */
    private record Ended(long result, String message) {
        /** Within the callback, where what failed is known. */
        static Ended of(AsyncFile file, long result) {
            return new Ended(result, result < 0 ? explained(file.failure()) : "");
        }
    }

    private static void tryOn(Cpu cpu, String path, List<Feature> features) {
        Opened opened = open(cpu, path, OpenOptions.readWrite());
        AsyncFile file = opened.file();
        if (file == null) {
            features.add(Feature.tried("writable", State.NO, explained(opened.failure()), null));
            return;
        }
        Ended written = transferred(cpu, (buffer, callback) -> file.writeFully(buffer.writerIndex(BLOCK), 0, callback));
        features.add(feature("writable", written, "a file was made and written"));
        features.add(direct(cpu, path));
        features.add(feature("data-sync", ended(cpu, file::dataSync), "what was written is on the device"));
        features.add(feature(
                "allocate",
                ended(cpu, told -> file.allocate(2 * BLOCK, AHEAD, Operation.ALLOCATE_KEEP_SIZE, told)),
                "space was had behind the end"));
        features.add(feature(
                "holes",
                ended(cpu, told -> file.allocate(0, BLOCK, Operation.ALLOCATE_PUNCH_HOLE, told)),
                "a block was given back"));
        ended(cpu, file::close);
    }

    private static Opened open(Cpu cpu, String path, OpenOptions options) {
        Told<Opened> told = new Told<>();
        AsyncFile.open(cpu, path, options, (file, failure) -> told.tell(new Opened(file, failure)));
        return told.await(cpu);
    }

    private static Feature direct(Cpu cpu, String path) {
        Opened opened = open(cpu, path, OpenOptions.read().direct());
        AsyncFile file = opened.file();
        if (file == null) {
            return Feature.tried("direct", State.NO, explained(opened.failure()), null);
        }
        Ended read = transferred(cpu, (buffer, callback) -> file.readFully(buffer, 0, callback));
        ended(cpu, file::close);
        return feature("direct", read, "a block was read past the page cache");
    }

    private static Ended transferred(Cpu cpu, BiConsumer<Buffer, TransferCallback> asked) {
        Buffer buffer = Objects.requireNonNull(cpu.buffers().allocate(BLOCK));
        Told<Ended> told = new Told<>();
        asked.accept(buffer, (file, _, result) -> told.tell(Ended.of(file, result)));
        Ended ended = told.await(cpu);
        buffer.free();
        return ended;
    }

    private static Ended ended(Cpu cpu, Consumer<FileCallback> asked) {
        Told<Ended> told = new Told<>();
        asked.accept((file, result) -> told.tell(Ended.of(file, result)));
        return told.await(cpu);
    }

    private static Feature feature(String name, Ended ended, String well) {
        if (ended.result() >= 0) {
            return Feature.tried(name, State.YES, well, null);
        }
        State state = ended.result() == IoError.NOT_SUPPORTED.result() ? State.NO : State.LIMITED;
        return Feature.tried(name, state, ended.message(), null);
    }

    private static String explained(@Nullable FileException failure) {
        return failure == null ? "it was refused" : String.valueOf(failure.getMessage());
    }
}
