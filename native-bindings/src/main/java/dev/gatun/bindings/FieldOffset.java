package dev.gatun.bindings;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout.PathElement;

/** Where a named member of a struct begins, in bytes; layouts written by hand compute their constants with it. */
public final class FieldOffset {
    private FieldOffset() {}

    public static long in(GroupLayout struct, String field) {
        return struct.byteOffset(PathElement.groupElement(field));
    }
}
