package dev.gatun.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.FieldOffset;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;

/**
 * {@code TRANSMIT_FILE_BUFFERS}: what TransmitFile sends before and after the file. Source: mingw-w64 mswsock.h,
 * Microsoft's page "TRANSMIT_FILE_BUFFERS structure".
 */
public final class TransmitFileBuffers {
    private static final GroupLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("Head"),
                    JAVA_INT.withName("HeadLength"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("Tail"),
                    JAVA_INT.withName("TailLength"),
                    MemoryLayout.paddingLayout(4))
            .withName("TRANSMIT_FILE_BUFFERS");

    public static final long HEAD = FieldOffset.in(LAYOUT, "Head");
    public static final long HEAD_LENGTH = FieldOffset.in(LAYOUT, "HeadLength");
    public static final long TAIL = FieldOffset.in(LAYOUT, "Tail");
    public static final long TAIL_LENGTH = FieldOffset.in(LAYOUT, "TailLength");

    private TransmitFileBuffers() {}

    public static GroupLayout layout() {
        return LAYOUT;
    }

    public static long sizeof() {
        return LAYOUT.byteSize();
    }
}
