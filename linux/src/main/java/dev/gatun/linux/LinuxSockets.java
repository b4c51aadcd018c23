package dev.gatun.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.Syscalls;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import dev.gatun.spi.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What both backends do to sockets at once. Every socket is non-blocking and closed in child processes. One thread:
 * that of the system calls it was given, and as long as those. None of this is on the hot path, and any of it may wait
 * for one of the kernel's locks or a file system, so all calls are of the waiting kind.
 */
public final class LinuxSockets implements Sockets {
    private final SystemCalls calls;
    /** A word for the kernel to read an option from, or to read and write a length. */
    private final MemorySegment word = Arena.ofAuto().allocate(JAVA_INT);

    private final LongConsumer beforeClose;
    private final LinuxOptions options;
    private final LinuxDatagrams datagrams;

    public LinuxSockets(SystemCalls calls) {
        this(calls, _ -> {});
    }

    /** For a backend that must know which handles are closed here. */
    public LinuxSockets(SystemCalls calls, LongConsumer beforeClose) {
        this.calls = calls;
        this.beforeClose = beforeClose;
        options = new LinuxOptions(calls);
        datagrams = new LinuxDatagrams(calls);
    }

    @Override
    public int addressBytes() {
        return LinuxAddress.BYTES_MAX;
    }

    /** A UNIX path that begins with "@" is an abstract name; see {@link LinuxAddress}. */
    @Override
    public int writeAddress(SocketAddress socketAddress, long address) {
        return LinuxAddress.write(socketAddress, address);
    }

    @Override
    public SocketAddress readAddress(long address, int length) {
        return LinuxAddress.read(address, length);
    }

    @Override
    public long open(Family family, Type type) {
        int kind = type == Type.STREAM ? Linux.SOCK_STREAM() : Linux.SOCK_DGRAM();
        long handle = calls.waiting(
                Syscalls.__NR_socket(), domain(family), kind | Linux.SOCK_CLOEXEC() | Linux.SOCK_NONBLOCK(), 0);
        if (handle < 0) {
            return LinuxErrors.result(handle);
        }
        if (type == Type.STREAM && family != Family.UNIX) {
            // Else a server that is started again can't have its port while old connections linger.
            int set = enable(handle, Linux.SO_REUSEADDR());
            if (set < 0) {
                close(handle);
                return set;
            }
        }
        return handle;
    }

    @Override
    public int bind(long handle, long address, int length) {
        int bound = LinuxErrors.result(calls.waiting(Syscalls.__NR_bind(), handle, address, length));
        // IPv6 and UNIX sockets call an address of another family invalid: it is too short for the one, odd for the
        // other.
        boolean isOfAnother = bound == IoError.INVALID.result()
                && length >= Short.BYTES
                && option(handle, Linux.SO_DOMAIN()) != LinuxAddress.family(address);
        return isOfAnother ? IoError.ADDRESS_FAMILY.result() : bound;
    }

    @Override
    public int listen(long handle, int backlog) {
        return LinuxErrors.result(calls.waiting(Syscalls.__NR_listen(), handle, backlog, 0));
    }

    @Override
    public int localAddress(long handle, long address) {
        return name(Syscalls.__NR_getsockname(), handle, address);
    }

    @Override
    public int peerAddress(long handle, long address) {
        return name(Syscalls.__NR_getpeername(), handle, address);
    }

    /** Never repeated after an interruption: Linux has let go of the number by then, and it may be another's. */
    @Override
    public int close(long handle) {
        beforeClose.accept(handle);
        return LinuxErrors.result(calls.waiting(Syscalls.__NR_close(), handle, 0, 0));
    }

    /** What is this object's alone is left to its thread. */
    @Override
    public int requestClose(long handle) {
        try (Arena own = Arena.ofConfined()) {
            return LinuxErrors.result(new SystemCalls(own).waiting(Syscalls.__NR_close(), handle, 0, 0));
        }
    }

    @Override
    public DatagramBatch newBatch(int capacity) {
        return new MessageBatch(capacity);
    }

    @Override
    public Datagrams datagrams() {
        return datagrams;
    }

    @Override
    public int setOption(long handle, SocketOption option, long value) {
        return options.set(handle, option, value);
    }

    @Override
    public int setOption(long handle, SocketOption option, String value) {
        return options.set(handle, option, value);
    }

    @Override
    public long option(long handle, SocketOption option) {
        return options.get(handle, option);
    }

    @Override
    public @Nullable String textOption(long handle, SocketOption option) {
        return options.text(handle, option);
    }

    @Override
    public boolean isInherited(SocketOption option) {
        return LinuxOptions.isInherited(option);
    }

    @Override
    public String optionRemedy(SocketOption option, @Nullable IoError error) {
        return LinuxOptions.remedy(option, error);
    }

    private static int domain(Family family) {
        return switch (family) {
            case INET4 -> Linux.AF_INET();
            case INET6 -> Linux.AF_INET6();
            case UNIX -> Linux.AF_UNIX();
        };
    }

    private int name(int call, long handle, long address) {
        word.set(JAVA_INT, 0, LinuxAddress.BYTES_MAX);
        long named = calls.waiting(call, handle, address, word.address());
        return named < 0 ? LinuxErrors.result(named) : word.get(JAVA_INT, 0);
    }

    private int enable(long handle, int option) {
        word.set(JAVA_INT, 0, 1);
        return LinuxErrors.result(calls.waiting(
                Syscalls.__NR_setsockopt(), handle, Linux.SOL_SOCKET(), option, word.address(), Integer.BYTES, 0));
    }

    /** An option of the socket's, or a negated error. */
    private int option(long handle, int option) {
        MemorySegment lengthAndValue = Arena.ofAuto().allocate(JAVA_INT, 2);
        lengthAndValue.set(JAVA_INT, 0, Integer.BYTES);
        long valueAddress = lengthAndValue.address() + Integer.BYTES;
        long got = calls.waiting(
                Syscalls.__NR_getsockopt(),
                handle,
                Linux.SOL_SOCKET(),
                option,
                valueAddress,
                lengthAndValue.address(),
                0);
        return got < 0 ? LinuxErrors.result(got) : lengthAndValue.getAtIndex(JAVA_INT, 1);
    }
}
