package dev.gatun;

import dev.gatun.spi.RegionAdvice;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** What a pool logs, kept for the test rather than printed. One thread. */
final class RecordingLog implements System.Logger {
    final List<String> lines = new ArrayList<>();
    final List<Throwable> thrown = new ArrayList<>();

    /** A pool whose complaints nobody hears. */
    static BufferPool quietPool(BufferPoolConfig config) {
        return new RecordingLog().pool(config, null);
    }

    BufferPool pool(BufferPoolConfig config, @Nullable RegionAdvice advice) {
        return new BufferPool(config, advice, Arena.ofShared(), this);
    }

    @Override
    public String getName() {
        return "recording";
    }

    @Override
    public boolean isLoggable(Level level) {
        return true;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable because) {
        lines.add(String.valueOf(message));
        if (because != null) {
            thrown.add(because);
        }
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
        lines.add(String.valueOf(format));
    }
}
