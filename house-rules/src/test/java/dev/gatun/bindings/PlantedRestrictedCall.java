package dev.gatun.bindings;

import java.lang.foreign.MemorySegment;

/** Planted: a restricted call in the bindings, but not where it belongs. */
final class PlantedRestrictedCall {
    private PlantedRestrictedCall() {}

    @SuppressWarnings("restricted")
    static MemorySegment everything() {
        return MemorySegment.NULL.reinterpret(1);
    }
}
