package dev.gatun.readiness;

import dev.gatun.spi.FileFacts;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Of a system that knows nothing of its files. */
final class NoFileFacts implements FileFacts {
    @Override
    public int statusBytes() {
        return 8;
    }

    @Override
    public long read(MemorySegment status, Fact fact) {
        return 0;
    }

    @Override
    public @Nullable DirectAccess directAccess(long handle) {
        return null;
    }
}
