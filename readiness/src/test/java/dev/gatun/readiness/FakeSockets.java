package dev.gatun.readiness;

import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.IoError;
import dev.gatun.spi.Sockets;
import java.net.SocketAddress;

/** A {@link FakeSystem}'s sockets, as far as they matter to readiness: they are opened and closed. */
final class FakeSockets implements Sockets {
    private final FakeSystem system;

    FakeSockets(FakeSystem system) {
        this.system = system;
    }

    @Override
    public int addressBytes() {
        return 16;
    }

    @Override
    public int writeAddress(SocketAddress socketAddress, long address) {
        return 16;
    }

    @Override
    public SocketAddress readAddress(long address, int length) {
        throw new AssertionError("there are no addresses here");
    }

    @Override
    public long open(Family family, Type type) {
        return system.open().handle;
    }

    @Override
    public int bind(long handle, long address, int length) {
        return 0;
    }

    @Override
    public int listen(long handle, int backlog) {
        return 0;
    }

    @Override
    public int localAddress(long handle, long address) {
        return 0;
    }

    @Override
    public int peerAddress(long handle, long address) {
        return 0;
    }

    @Override
    public int close(long handle) {
        return system.things.remove((int) handle) == null ? IoError.BAD_HANDLE.result() : 0;
    }

    @Override
    public int requestClose(long handle) {
        return close(handle);
    }

    @Override
    public DatagramBatch newBatch(int capacity) {
        throw new AssertionError("there are no batches here");
    }
}
