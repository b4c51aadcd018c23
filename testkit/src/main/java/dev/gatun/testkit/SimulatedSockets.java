package dev.gatun.testkit;

import dev.gatun.bindings.NativeMemory;
import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Datagrams;
import dev.gatun.spi.IoError;
import dev.gatun.spi.SocketOption;
import dev.gatun.spi.Sockets;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** What is done to sockets at once. One for the whole machine: handles are the same on every core of it. */
final class SimulatedSockets implements Sockets {
    private final SimulatedKernel kernel;
    private final SimulatedDatagrams datagrams;

    SimulatedSockets(SimulatedKernel kernel) {
        this.kernel = kernel;
        datagrams = new SimulatedDatagrams(kernel);
    }

    @Override
    public int addressBytes() {
        return SimulatedAddress.BYTES_MAX;
    }

    @Override
    public int writeAddress(SocketAddress socketAddress, long address) {
        SimulatedAddress simulated = SimulatedAddress.of(socketAddress);
        if (simulated == null) {
            return IoError.ADDRESS_FAMILY.result();
        }
        if (simulated.encode().length > SimulatedAddress.BYTES_MAX) {
            return IoError.NAME_TOO_LONG.result();
        }
        return simulated.write(NativeMemory.ALL, address);
    }

    @Override
    public SocketAddress readAddress(long address, int length) {
        SimulatedAddress simulated = SimulatedAddress.read(NativeMemory.ALL, address, length);
        if (simulated == null) {
            throw new IllegalArgumentException("no address in " + length + " bytes at " + address);
        }
        return simulated.toSocketAddress();
    }

    @Override
    public long open(Family family, Type type) {
        kernel.enter();
        SimulatedSocket socket =
                type == Type.STREAM ? new SimulatedStream(kernel, family) : new SimulatedDatagramSocket(kernel, family);
        return kernel.handles().open(socket, "opened as " + family + " " + type);
    }

    @Override
    public int bind(long handle, long address, int length) {
        SimulatedSocket socket = find(handle);
        if (socket == null) {
            return IoError.BAD_HANDLE.result();
        }
        SimulatedAddress wanted = SimulatedAddress.read(NativeMemory.ALL, address, length);
        return wanted == null ? IoError.INVALID.result() : kernel.network().bind(socket, wanted);
    }

    @Override
    public int listen(long handle, int backlog) {
        SimulatedSocket socket = find(handle);
        if (socket == null) {
            return IoError.BAD_HANDLE.result();
        }
        int backlogMax = Math.clamp(backlog, 1, kernel.limits().intValue(Limit.BACKLOG));
        if (socket instanceof SimulatedListener listener) {
            listener.backlogMax(backlogMax);
            kernel.settle();
            return 0;
        }
        if (!(socket instanceof SimulatedStream stream) || !stream.isFresh()) {
            return IoError.INVALID.result();
        }
        int bound = kernel.network().bindAnywhere(stream);
        if (bound < 0) {
            return bound;
        }
        SimulatedListener listener = new SimulatedListener(stream, backlogMax);
        kernel.network().replace(stream, listener);
        kernel.handles().replace(stream, listener, "listening");
        return 0;
    }

    @Override
    public int localAddress(long handle, long address) {
        SimulatedSocket socket = find(handle);
        return socket == null
                ? IoError.BAD_HANDLE.result()
                : socket.localOrNone().write(NativeMemory.ALL, address);
    }

    @Override
    public int peerAddress(long handle, long address) {
        SimulatedSocket socket = find(handle);
        if (socket == null) {
            return IoError.BAD_HANDLE.result();
        }
        SimulatedAddress remote = socket instanceof SimulatedStream stream ? stream.connectedTo() : socket.remote();
        return remote == null ? IoError.NOT_CONNECTED.result() : remote.write(NativeMemory.ALL, address);
    }

    @Override
    public int close(long handle) {
        kernel.enter();
        Flight flight = kernel.inFlightOn(handle);
        if (flight != null) {
            throw kernel.failure("handle " + handle + " was closed at once with " + flight
                    + " in flight: cancel it, then submit a CLOSE");
        }
        int result = kernel.handles().close(handle);
        kernel.settle();
        return result;
    }

    /** One thread drives all. */
    @Override
    public int requestClose(long handle) {
        return close(handle);
    }

    @Override
    public DatagramBatch newBatch(int capacity) {
        return new SimulatedBatch(kernel, capacity);
    }

    @Override
    public Datagrams datagrams() {
        return datagrams;
    }

    @Override
    public int setOption(long handle, SocketOption option, long value) {
        SimulatedSocket socket = find(handle);
        return socket == null
                ? IoError.BAD_HANDLE.result()
                : socket.options().set(option, value, socket.family, socket.type());
    }

    @Override
    public int setOption(long handle, SocketOption option, String value) {
        SimulatedSocket socket = find(handle);
        return socket == null
                ? IoError.BAD_HANDLE.result()
                : socket.options().set(option, value, socket.family, socket.type());
    }

    @Override
    public long option(long handle, SocketOption option) {
        SimulatedSocket socket = find(handle);
        return socket == null
                ? IoError.BAD_HANDLE.result()
                : socket.options().get(option, socket.family, socket.type());
    }

    @Override
    public @Nullable String textOption(long handle, SocketOption option) {
        SimulatedSocket socket = find(handle);
        return socket == null ? null : socket.options().text(option);
    }

    @Override
    public boolean isInherited(SocketOption option) {
        return SimulatedOptions.isInherited(option);
    }

    private @Nullable SimulatedSocket find(long handle) {
        kernel.enter();
        return kernel.handles().get(handle) instanceof SimulatedSocket socket ? socket : null;
    }
}
