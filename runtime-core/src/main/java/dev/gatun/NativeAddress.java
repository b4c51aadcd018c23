package dev.gatun;

import dev.gatun.spi.IoError;
import java.net.SocketAddress;

/**
 * A socket address in the system's own form, in memory that operations can name; made by {@link Cpu#newAddress} once
 * and
 * used again and again. It lives as long as its Cpu. The Cpu's thread alone.
 */
public final class NativeAddress {
    private final Cpu cpu;
    private final long address;
    private final int capacity;
    private int length;

    NativeAddress(Cpu cpu, long address, int capacity) {
        this.cpu = cpu;
        this.address = address;
        this.capacity = capacity;
        length = capacity;
    }

    public NativeAddress set(SocketAddress socketAddress) {
        int written = cpu.backend().sockets().writeAddress(socketAddress, address);
        if (written < 0) {
            throw new IllegalArgumentException(
                    socketAddress + ": " + IoError.of(written).meaning());
        }
        length = written;
        return this;
    }

    /** The address that a socket is bound to: 0, or a negated error, and then it is as it was. Allocates nothing. */
    public int setToLocalOf(long socket) {
        return take(cpu.backend().sockets().localAddress(socket, address));
    }

    /** The address of whom a socket is connected to, likewise. */
    public int setToPeerOf(long socket) {
        return take(cpu.backend().sockets().peerAddress(socket, address));
    }

    private int take(int written) {
        if (written < 0) {
            return written;
        }
        length = written;
        return 0;
    }

    public SocketAddress get() {
        return cpu.backend().sockets().readAddress(address, length);
    }

    public long address() {
        return address;
    }

    /** How much of the memory the address takes. */
    public int length() {
        return length;
    }

    void length(int length) {
        this.length = length;
    }

    int capacity() {
        return capacity;
    }
}
