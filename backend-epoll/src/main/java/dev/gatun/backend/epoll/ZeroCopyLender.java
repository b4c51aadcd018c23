package dev.gatun.backend.epoll;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.bindings.linux.cmsghdr;
import dev.gatun.bindings.linux.msghdr;
import dev.gatun.bindings.linux.sock_extended_err;
import dev.gatun.linux.LinuxFlags;
import dev.gatun.readiness.HandleCalls;
import dev.gatun.readiness.Lender;
import dev.gatun.spi.Operation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sending with MSG_ZEROCOPY: the kernel numbers such sends of a socket, and tells in its error queue which of them
 * it is done with (Documentation/networking/msg_zerocopy.rst). The Cpu's thread alone.
 */
final class ZeroCopyLender implements Lender {
    private static final MemorySegment MEMORY = NativeMemory.ALL;
    private static final int CONTROL_BYTES = 256;
    private static final int SEND = Linux.MSG_ZEROCOPY() | Linux.MSG_DONTWAIT();
    private static final int TAKE = Linux.MSG_ERRQUEUE() | Linux.MSG_DONTWAIT();
    private static final long ERROR = cmsghdr.layout().byteSize();

    private final SystemCalls calls;
    private final long header;
    private final long control;
    private final long word;
    private final long lengthOfWord;

    ZeroCopyLender(Arena arena) {
        calls = new SystemCalls(arena);
        header = arena.allocate(msghdr.layout()).address();
        control = arena.allocate(CONTROL_BYTES, Long.BYTES).address();
        word = arena.allocate(JAVA_INT).address();
        lengthOfWord = arena.allocate(JAVA_INT).address();
    }

    /**
     * False also where it was switched on before: others have sent so, perhaps on another core, and we don't know what
     * number is next.
     */
    @Override
    public boolean begin(int handle) {
        MEMORY.set(JAVA_INT, lengthOfWord, Integer.BYTES);
        long got = calls.immediate(
                Syscalls.__NR_getsockopt(), handle, Linux.SOL_SOCKET(), Linux.SO_ZEROCOPY(), word, lengthOfWord, 0);
        if (got < 0 || MEMORY.get(JAVA_INT, word) != 0) {
            return false;
        }
        MEMORY.set(JAVA_INT, word, 1);
        return calls.immediate(
                        Syscalls.__NR_setsockopt(),
                        handle,
                        Linux.SOL_SOCKET(),
                        Linux.SO_ZEROCOPY(),
                        word,
                        Integer.BYTES,
                        0)
                == 0;
    }

    /** It only pins pages, whatever the length. */
    @Override
    public long attempt(Operation operation) {
        int flags = LinuxFlags.message(operation.flags()) | SEND;
        long result;
        do {
            result = calls.waiting(
                    Syscalls.__NR_sendto(), operation.handle(), operation.address(), operation.length(), flags, 0, 0);
        } while (result == -Linux.EINTR());
        if (result == -Linux.ENOBUFS()) {
            return NO_ROOM; // the limit of locked memory, or of the socket's options
        }
        return result == -Linux.EAGAIN() ? HandleCalls.WOULD_BLOCK : result;
    }

    /** The queue is emptied: its edge comes once. */
    @Override
    public void takeReturned(int handle, Listener listener) {
        while (take(handle) >= 0) {
            long error = control + ERROR;
            boolean isOurs =
                    MEMORY.get(JAVA_LONG, header + msghdr.msg_controllen$offset()) >= ERROR + sock_extended_err.sizeof()
                            && MEMORY.get(JAVA_BYTE, error + sock_extended_err.ee_origin$offset())
                                    == Linux.SO_EE_ORIGIN_ZEROCOPY()
                            && MEMORY.get(JAVA_INT, error + sock_extended_err.ee_errno$offset()) == 0;
            if (isOurs) {
                listener.onReturned(
                        handle,
                        MEMORY.get(JAVA_INT, error + sock_extended_err.ee_info$offset()),
                        MEMORY.get(JAVA_INT, error + sock_extended_err.ee_data$offset()));
            }
        }
    }

    private long take(int handle) {
        MEMORY.set(JAVA_LONG, header + msghdr.msg_control$offset(), control);
        MEMORY.set(JAVA_LONG, header + msghdr.msg_controllen$offset(), CONTROL_BYTES);
        return calls.immediate(Syscalls.__NR_recvmsg(), handle, header, TAKE);
    }
}
