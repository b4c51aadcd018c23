package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsErrors;
import java.lang.foreign.MemorySegment;

/** A path as Windows takes it: UTF-16, with a zero behind it. Any thread. */
final class WidePath {
    private static final int CHARACTERS_MAX = 32_767;
    /** From here on a path is refused unless it says that it is meant literally. */
    private static final int LONG_CHARACTERS = 248;

    private static final String LITERAL = "\\\\?\\";
    private static final MemorySegment ALL = NativeMemory.ALL;

    static final long BYTES = 2L * (CHARACTERS_MAX + 1);

    private WidePath() {}

    /** 0, or a negated Windows error. */
    static long write(String path, long at) {
        boolean isLong = path.length() >= LONG_CHARACTERS && path.length() > 2 && path.charAt(1) == ':';
        String literal = isLong ? LITERAL + path.replace('/', '\\') : path;
        if (literal.length() > CHARACTERS_MAX) {
            return -WindowsErrors.ERROR_FILENAME_EXCED_RANGE;
        }
        for (int i = 0; i < literal.length(); i++) {
            ALL.set(JAVA_SHORT, at + 2L * i, (short) literal.charAt(i));
        }
        ALL.set(JAVA_SHORT, at + 2L * literal.length(), (short) 0);
        return 0;
    }
}
