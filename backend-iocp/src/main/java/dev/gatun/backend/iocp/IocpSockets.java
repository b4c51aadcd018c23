package dev.gatun.backend.iocp;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.windows.WindowsErrors;
import dev.gatun.bindings.windows.WindowsSockets;
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
 * What is done to sockets at once. Every socket is for overlapped operations and, used plainly, never waits. One
 * thread, the Cpu's, but for {@link #requestClose}; it outlasts the backend.
 */
final class IocpSockets implements Sockets {
    private static final MemorySegment ALL = NativeMemory.ALL;

    private final Winsock winsock;
    private final LongConsumer beforeClose;
    private final IocpOptions options;
    private final IocpDatagrams datagrams;
    /** Windows' copy of an address. */
    private final MemorySegment copy;

    /**
     * @param winsock that outlasts the backend
     * @param beforeClose told of a handle that is about to be closed here
     */
    IocpSockets(Winsock winsock, LongConsumer beforeClose) {
        this.winsock = winsock;
        this.beforeClose = beforeClose;
        options = new IocpOptions(winsock);
        datagrams = new IocpDatagrams(winsock);
        copy = winsock.functions.system.allocate(IocpAddress.BYTES_MAX, Long.BYTES, Arena.ofAuto());
    }

    @Override
    public int addressBytes() {
        return IocpAddress.BYTES_MAX;
    }

    @Override
    public int writeAddress(SocketAddress socketAddress, long address) {
        return IocpAddress.write(socketAddress, address);
    }

    @Override
    public SocketAddress readAddress(long address, int length) {
        return IocpAddress.read(address, length);
    }

    @Override
    public long open(Family family, Type type) {
        if (family == Family.UNIX) {
            return IoError.ADDRESS_FAMILY.result();
        }
        boolean isStream = type == Type.STREAM;
        long handle = winsock.open(
                family == Family.INET6 ? WindowsSockets.AF_INET6 : WindowsSockets.AF_INET,
                isStream ? WindowsSockets.SOCK_STREAM : WindowsSockets.SOCK_DGRAM);
        if (handle < 0) {
            return WindowsErrorTable.result(handle);
        }
        HandleTable.BIRTHS.count(handle);
        long prepared = prepare(handle, family, isStream);
        if (prepared < 0 || (int) handle != handle) {
            close(handle);
            return prepared < 0 ? WindowsErrorTable.result(prepared) : IoError.OTHER.result();
        }
        return handle;
    }

    private long prepare(long handle, Family family, boolean isStream) {
        if (family == Family.INET6) {
            // Windows' sockets speak IPv6 alone, unlike those of most systems.
            long both = winsock.setOption(handle, WindowsSockets.IPPROTO_IPV6, WindowsSockets.IPV6_V6ONLY, 0);
            if (both < 0) {
                return both;
            }
        }
        // An address in use is nobody else's: without it another process could take it over. And what a datagram
        // that was sent before met at a closed port is no failure of the next receive.
        return isStream
                ? winsock.setOption(handle, WindowsSockets.SOL_SOCKET, WindowsSockets.SO_EXCLUSIVEADDRUSE, 1)
                : winsock.control(handle, WindowsSockets.SIO_UDP_CONNRESET, 0);
    }

    @Override
    public int bind(long handle, long address, int length) {
        MemorySegment.copy(ALL, address, copy, 0, length);
        long bound = winsock.bind(handle, copy.address(), length);
        boolean isOfAnother = bound == -WindowsErrors.WSAEFAULT || bound == -WindowsErrors.WSAEINVAL;
        if (isOfAnother && familyOf(handle) != IocpAddress.family(address)) {
            return IoError.ADDRESS_FAMILY.result();
        }
        // In use by one who does not share is access denied here.
        return bound == -WindowsErrors.WSAEACCES ? IoError.ADDRESS_IN_USE.result() : WindowsErrorTable.result(bound);
    }

    private int familyOf(long handle) {
        return options.isInet6(handle) ? WindowsSockets.AF_INET6 : WindowsSockets.AF_INET;
    }

    @Override
    public int listen(long handle, int backlog) {
        return WindowsErrorTable.result(winsock.listen(handle, backlog));
    }

    @Override
    public int localAddress(long handle, long address) {
        return name(handle, false, address);
    }

    @Override
    public int peerAddress(long handle, long address) {
        return name(handle, true, address);
    }

    private int name(long handle, boolean ofPeer, long address) {
        long length = winsock.name(handle, ofPeer, copy.address(), IocpAddress.BYTES_MAX);
        if (length >= 0) {
            MemorySegment.copy(copy, 0, ALL, address, length);
        }
        return WindowsErrorTable.result(length);
    }

    @Override
    public int close(long handle) {
        beforeClose.accept(handle);
        HandleTable.BIRTHS.count(handle);
        return WindowsErrorTable.result(winsock.closeAny(handle));
    }

    /** What is this object's alone is left to its thread. */
    @Override
    public int requestClose(long handle) {
        HandleTable.BIRTHS.count(handle);
        try (Arena own = Arena.ofConfined()) {
            return WindowsErrorTable.result(new Winsock(winsock.functions, own).closeAny(handle));
        }
    }

    @Override
    public DatagramBatch newBatch(int capacity) {
        return new DatagramSlots(winsock.functions.system, capacity);
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
    public String optionRemedy(SocketOption option, @Nullable IoError error) {
        return IocpOptions.remedy(option, error);
    }
}
