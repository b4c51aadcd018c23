package dev.gatun.readiness;

import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import dev.gatun.spi.Sockets;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The system's sockets, with what the backend must know of them: which numbers begin, and which end. */
final class TrackedSockets implements Sockets {
    private final Sockets sockets;
    private final ReadinessBackend backend;

    TrackedSockets(Sockets sockets, ReadinessBackend backend) {
        this.sockets = sockets;
        this.backend = backend;
    }

    @Override
    public int addressBytes() {
        return sockets.addressBytes();
    }

    @Override
    public int writeAddress(SocketAddress socketAddress, long address) {
        return sockets.writeAddress(socketAddress, address);
    }

    @Override
    public SocketAddress readAddress(long address, int length) {
        return sockets.readAddress(address, length);
    }

    @Override
    public long open(Family family, Type type) {
        long handle = sockets.open(family, type);
        HandleTable.BIRTHS.count(handle);
        return handle;
    }

    @Override
    public int bind(long handle, long address, int length) {
        return sockets.bind(handle, address, length);
    }

    @Override
    public int listen(long handle, int backlog) {
        return sockets.listen(handle, backlog);
    }

    @Override
    public Datagrams datagrams() {
        return sockets.datagrams();
    }

    @Override
    public int localAddress(long handle, long address) {
        return sockets.localAddress(handle, address);
    }

    @Override
    public int peerAddress(long handle, long address) {
        return sockets.peerAddress(handle, address);
    }

    @Override
    public int close(long handle) {
        if (!backend.mayCloseNow(handle)) {
            return 0; // it is closed when the kernel has let go of what was sent from it
        }
        HandleTable.BIRTHS.count(handle);
        return sockets.close(handle);
    }

    @Override
    public int requestClose(long handle) {
        HandleTable.BIRTHS.count(handle);
        return sockets.requestClose(handle);
    }

    @Override
    public DatagramBatch newBatch(int capacity) {
        return sockets.newBatch(capacity);
    }

    @Override
    public int setOption(long handle, SocketOption option, long value) {
        return sockets.setOption(handle, option, value);
    }

    @Override
    public int setOption(long handle, SocketOption option, String value) {
        return sockets.setOption(handle, option, value);
    }

    @Override
    public long option(long handle, SocketOption option) {
        return sockets.option(handle, option);
    }

    @Override
    public @Nullable String textOption(long handle, SocketOption option) {
        return sockets.textOption(handle, option);
    }

    @Override
    public boolean isInherited(SocketOption option) {
        return sockets.isInherited(option);
    }

    @Override
    public String optionRemedy(SocketOption option, @Nullable IoError error) {
        return sockets.optionRemedy(option, error);
    }
}
