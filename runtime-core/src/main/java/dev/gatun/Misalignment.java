package dev.gatun;

import dev.gatun.spi.FileFacts;
import dev.gatun.spi.FileFacts.DirectAccess;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Why a file that is open for direct access calls a read or a write invalid: systems say only that it is. Asked when
 * the exception is made and at no other time, because asking costs system calls. The Cpu's thread alone.
 */
final class Misalignment {
    /** What suits every device that we know of, where the system does not tell. */
    private static final int USUAL = 4096;

    private Misalignment() {}

    /** What must be a multiple of what, what it was, and the remedy; empty where the reason is another. */
    static String explain(Operation failed, IoError error, FileFacts facts) {
        if (error != IoError.INVALID) {
            return "";
        }
        return switch (failed.kind()) {
            case READ, WRITE -> explain(failed, false, facts.directAccess(failed.handle()));
            case READ_VECTORED, WRITE_VECTORED -> explain(failed, true, facts.directAccess(failed.handle()));
            default -> "";
        };
    }

    private static String explain(Operation failed, boolean vectored, @Nullable DirectAccess wanted) {
        if (wanted == null) {
            return "";
        }
        int memory = wanted.memoryAlignment() > 0 ? wanted.memoryAlignment() : USUAL;
        int offset = wanted.offsetAlignment() > 0 ? wanted.offsetAlignment() : USUAL;
        if (!vectored && failed.address() % memory == 0 && (failed.offset() | failed.length()) % offset == 0) {
            return "";
        }
        String was = vectored
                ? "the offset was " + failed.offset() + ", the rest is in the vector's " + failed.length() + " buffers"
                : "they were address 0x" + Long.toHexString(failed.address()) + ", offset " + failed.offset()
                        + ", length " + failed.length();
        return "the file is open for direct access, which wants addresses at multiples of " + memory
                + ", offsets and lengths at multiples of " + offset + ", and " + was
                + "; a buffer of the pool begins at a multiple of " + USUAL + ": keep its indices at such multiples";
    }
}
