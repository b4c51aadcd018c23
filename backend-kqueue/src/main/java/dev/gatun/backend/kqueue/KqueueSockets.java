package dev.gatun.backend.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.gatun.bindings.kqueue.BsdCalls;
import dev.gatun.bindings.kqueue.BsdFiles;
import dev.gatun.bindings.kqueue.BsdFunction;
import dev.gatun.bindings.kqueue.BsdSockets;
import dev.gatun.bindings.kqueue.FreebsdConstants;
import dev.gatun.bindings.kqueue.MacosConstants;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import dev.gatun.spi.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is done to sockets at once. Every socket is non-blocking, closed in child processes, and raises no signal.
 * One thread: that of the calls it was given, and as long as those. None of this is on the hot path, so all calls
 * are of the waiting kind.
 */
final class KqueueSockets implements Sockets {
    private final KqueueSystem system;
    private final Bsd bsd;
    private final BsdErrors errors;
    private final BsdAddress addresses;
    private final BsdCalls calls;
    private final BsdOptions options;
    private final BsdDatagrams datagrams;
    /** A word for the kernel to read an option from, or to read and write a length. */
    private final MemorySegment word = Arena.ofAuto().allocate(JAVA_INT);

    private final MemorySegment name = Arena.ofAuto().allocate(BsdAddress.BYTES_MAX, Long.BYTES);

    KqueueSockets(KqueueSystem system, BsdCalls calls) {
        this.system = system;
        this.calls = calls;
        bsd = system.bsd();
        errors = BsdErrors.of(bsd);
        addresses = new BsdAddress(bsd);
        options = new BsdOptions(bsd, calls);
        datagrams = new BsdDatagrams(bsd, calls);
    }

    @Override
    public int addressBytes() {
        return BsdAddress.BYTES_MAX;
    }

    @Override
    public int writeAddress(SocketAddress socketAddress, long address) {
        return addresses.write(socketAddress, address);
    }

    @Override
    public SocketAddress readAddress(long address, int length) {
        return addresses.read(address, length);
    }

    @Override
    public long open(Family family, Type type) {
        int kind = type == Type.STREAM ? BsdSockets.SOCK_STREAM : BsdSockets.SOCK_DGRAM;
        int flags = bsd.isMacos() ? 0 : FreebsdConstants.SOCK_CLOEXEC | FreebsdConstants.SOCK_NONBLOCK;
        long handle = calls.waiting(BsdFunction.SOCKET, domain(family), kind | flags, 0);
        if (handle < 0) {
            return errors.result(handle);
        }
        int prepared = bsd.isMacos() ? prepare(handle) : 0;
        if (prepared >= 0 && type == Type.STREAM && family != Family.UNIX) {
            // Else a server that is started again can't have its port while old connections linger.
            prepared = enable(handle, BsdSockets.SO_REUSEADDR);
        }
        if (prepared < 0) {
            close(handle);
            return prepared;
        }
        return handle;
    }

    /** What macOS has no flags for. */
    private int prepare(long handle) {
        long set = calls.variadic(BsdFunction.FCNTL, handle, BsdFiles.F_SETFD, BsdFiles.FD_CLOEXEC);
        set = set < 0 ? set : calls.variadic(BsdFunction.FCNTL, handle, BsdFiles.F_SETFL, BsdFiles.O_NONBLOCK);
        return set < 0 ? errors.result(set) : enable(handle, MacosConstants.SO_NOSIGPIPE);
    }

    @Override
    public int bind(long handle, long address, int length) {
        int own = length == 0 ? 0 : BsdAddress.length(address, length);
        int bound = errors.result(calls.waiting(BsdFunction.BIND, handle, address, own));
        // An address of another family has a wrong length for some, and is told as that.
        boolean isOfAnother = bound == IoError.INVALID.result()
                && length >= Short.BYTES
                && localAddress(handle, name.address()) > 0
                && BsdAddress.family(name.address()) != BsdAddress.family(address);
        return isOfAnother ? IoError.ADDRESS_FAMILY.result() : bound;
    }

    @Override
    public int listen(long handle, int backlog) {
        return errors.result(calls.waiting(BsdFunction.LISTEN, handle, backlog, 0));
    }

    @Override
    public int localAddress(long handle, long address) {
        return name(BsdFunction.GETSOCKNAME, handle, address);
    }

    @Override
    public int peerAddress(long handle, long address) {
        return name(BsdFunction.GETPEERNAME, handle, address);
    }

    /** Never repeated after an interruption: the number may be another's by then. */
    @Override
    public int close(long handle) {
        return errors.result(calls.waiting(BsdFunction.CLOSE, handle, 0, 0));
    }

    /** What is this object's alone is left to its thread. */
    @Override
    public int requestClose(long handle) {
        try (Arena own = Arena.ofConfined()) {
            return errors.result(system.calls(own).waiting(BsdFunction.CLOSE, handle, 0, 0));
        }
    }

    @Override
    public DatagramBatch newBatch(int capacity) {
        return new MessageBatch(new BsdControls(bsd), capacity);
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
    public long option(long handle, SocketOption option) {
        return options.get(handle, option);
    }

    @Override
    public @Nullable String textOption(long handle, SocketOption option) {
        return null;
    }

    @Override
    public boolean isInherited(SocketOption option) {
        return BsdOptions.isInherited(option);
    }

    @Override
    public String optionRemedy(SocketOption option, @Nullable IoError error) {
        return BsdOptions.remedy(option, error);
    }

    private int domain(Family family) {
        return switch (family) {
            case INET4 -> BsdSockets.AF_INET;
            case INET6 -> bsd.inet6();
            case UNIX -> BsdSockets.AF_UNIX;
        };
    }

    private int name(BsdFunction call, long handle, long address) {
        word.set(JAVA_INT, 0, BsdAddress.BYTES_MAX);
        long named = calls.waiting(call, handle, address, word.address());
        return named < 0 ? errors.result(named) : word.get(JAVA_INT, 0);
    }

    private int enable(long handle, int option) {
        word.set(JAVA_INT, 0, 1);
        return errors.result(calls.waiting(
                BsdFunction.SETSOCKOPT, handle, BsdSockets.SOL_SOCKET, option, word.address(), Integer.BYTES, 0));
    }
}
