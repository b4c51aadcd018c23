package dev.gatun.core.planted;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.cli.Main;
import java.lang.foreign.MemorySegment;

/** Planted: the core reaches for the bindings and for the command line, and makes a restricted call. */
final class KnowsAnOperatingSystem {
    static final String NAME = ErrorNumbers.name(1);
    static final Class<?> ABOVE = Main.class;

    private KnowsAnOperatingSystem() {}

    @SuppressWarnings("restricted")
    static MemorySegment everything() {
        return MemorySegment.NULL.reinterpret(1);
    }
}
