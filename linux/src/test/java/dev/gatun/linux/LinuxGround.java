package dev.gatun.linux;

import dev.gatun.bindings.SystemCalls;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Sockets;
import dev.gatun.spi.Sockets.Family;
import java.lang.foreign.Arena;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A test's arena, its system calls and its sockets, which are closed with it. One thread. */
final class LinuxGround implements AutoCloseable {
    final Arena arena = Arena.ofConfined();
    final SystemCalls calls = new SystemCalls(arena);
    final LinuxSockets sockets = new LinuxSockets(calls);
    private final List<Long> handles = new ArrayList<>();

    long address() {
        return arena.allocate(sockets.addressBytes(), Long.BYTES).address();
    }

    long open(Family family, Sockets.Type type) {
        long handle = sockets.open(family, type);
        if (handle < 0) {
            throw new AssertionError(family + " " + type + ": " + IoError.of((int) handle));
        }
        handles.add(handle);
        return handle;
    }

    void own(long handle) {
        handles.add(handle);
    }

    /** 0 or an error. */
    int bind(long handle, SocketAddress socketAddress) {
        long address = address();
        return sockets.bind(handle, address, sockets.writeAddress(socketAddress, address));
    }

    SocketAddress local(long handle) {
        long address = address();
        return sockets.readAddress(address, sockets.localAddress(handle, address));
    }

    @Override
    public void close() {
        handles.forEach(sockets::close);
        arena.close();
    }
}
