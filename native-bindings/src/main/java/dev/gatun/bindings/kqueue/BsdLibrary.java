package dev.gatun.bindings.kqueue;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import org.jspecify.annotations.Nullable;

/**
 * Where the functions of {@link BsdFunction} are, looked up once. Immutable, any thread; as long as what was looked
 * in.
 */
public final class BsdLibrary {
    private final @Nullable MemorySegment[] addresses;

    private BsdLibrary(SymbolLookup lookup) {
        BsdFunction[] functions = BsdFunction.values();
        addresses = new MemorySegment[functions.length];
        for (BsdFunction function : functions) {
            addresses[function.ordinal()] = lookup.find(function.symbol() + "$INODE64")
                    .or(() -> lookup.find(function.symbol()))
                    .orElse(null);
        }
    }

    /** The C library of the system that this process runs on. */
    public static BsdLibrary ofSystem() {
        return new BsdLibrary(Linker.nativeLinker().defaultLookup());
    }

    /** One that speaks a BSD's language on another system: for tests. */
    public static BsdLibrary of(SymbolLookup lookup) {
        return new BsdLibrary(lookup);
    }

    public boolean has(BsdFunction function) {
        return addresses[function.ordinal()] != null;
    }

    @Nullable
    MemorySegment address(BsdFunction function) {
        return addresses[function.ordinal()];
    }
}
