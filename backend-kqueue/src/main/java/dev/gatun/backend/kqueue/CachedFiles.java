package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdErrnos;
import dev.gatun.bindings.kqueue.BsdFiles;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.FreebsdConstants;
import dev.gatun.spi.FileFacts.Fact;
import dev.gatun.spi.Operation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * SEND_FILE: what FreeBSD has of a file in its memory goes to a socket by {@code sendfile(2)}, which SF_NODISKIO keeps
 * from waiting for the disk: it stops at the first page that is not there. How much went is told beside an error, and
 * is the result then: what stopped it is met by the next call. The Cpu's thread alone, as long as its arena.
 */
final class CachedFiles {
    /** Headers and trailers that go with the file: none. */
    private static final long NO_HEADERS = 0;

    private final Bsd bsd;
    private final BsdCalls calls;
    private final BsdFileFacts facts;
    private final MemorySegment status;
    private final MemorySegment sent;

    CachedFiles(Bsd bsd, BsdCalls calls, Arena arena) {
        this.bsd = bsd;
        this.calls = calls;
        facts = new BsdFileFacts(bsd, calls);
        status = arena.allocate(facts.statusBytes(), Long.BYTES);
        sent = arena.allocate(JAVA_LONG);
    }

    /** Not on macOS: its {@code sendfile} waits for the disk, and nothing tells beforehand whether it will. */
    static boolean areSent(Bsd bsd) {
        return !bsd.isMacos();
    }

    /** Bytes; 0 when the file ends before, or what is next is not in memory; or a negated errno: EAGAIN, when full. */
    long send(Operation operation) {
        long socket = operation.handle();
        long file = operation.file();
        if (!areSent(bsd) || !has(socket, BsdFiles.O_NONBLOCK) || has(file, bsd.direct())) {
            return -bsd.notSupported(); // the one would wait for the peer, the other for the disk
        }
        long asked = calls.immediate(BsdFunction.FSTAT, file, status.address(), 0);
        if (asked < 0) {
            return asked;
        }
        long offset = operation.offset();
        int length = operation.length();
        if (offset > facts.read(status, Fact.SIZE_BYTES) - length) {
            return 0;
        }
        sent.set(JAVA_LONG, 0, 0);
        long result = calls.waiting(
                BsdFunction.SENDFILE,
                file,
                socket,
                offset,
                length,
                NO_HEADERS,
                sent.address(),
                FreebsdConstants.SF_NODISKIO);
        long bytes = sent.get(JAVA_LONG, 0);
        if (bytes > 0) {
            return bytes;
        }
        return result == -BsdErrnos.EBUSY ? 0 : result;
    }

    private boolean has(long handle, int flag) {
        long flags = calls.variadic(BsdFunction.FCNTL, handle, BsdFiles.F_GETFL, 0);
        return flags >= 0 && (flags & flag) != 0;
    }
}
