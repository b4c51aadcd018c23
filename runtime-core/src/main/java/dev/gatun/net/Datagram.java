package dev.gatun.net;

import dev.gatun.Buffer;
import dev.gatun.BufferBatch;
import dev.gatun.Cpu;
import dev.gatun.IoFuture;
import dev.gatun.NativeAddress;
import dev.gatun.spi.Datagrams;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The datagram that a {@link DatagramCallback} is told of: one object for each socket, always about the last one. What
 * is not asked for is not looked at. Ask before its buffer is freed. Its Cpu's thread alone.
 */
public final class Datagram {
    private final IoFuture receive;
    private final NativeAddress sender;
    private final NativeAddress destination;

    /** Null when the kernel filled one buffer after the other. */
    private @Nullable BufferBatch batch;

    private int slot;
    private @Nullable Buffer buffer;
    private int bytes;
    private boolean isSenderKnown;

    Datagram(Cpu cpu, IoFuture receive) {
        this.receive = receive;
        sender = cpu.newAddress();
        destination = cpu.newAddress();
    }

    void isNow(Buffer received) {
        isNow(null, 0, received);
    }

    void isNow(@Nullable BufferBatch of, int at, Buffer received) {
        batch = of;
        slot = at;
        buffer = received;
        bytes = received.readable();
        isSenderKnown = false;
    }

    void isOver() {
        buffer = null;
    }

    /** Its bytes, which may be none. The callback's, from when it was called. */
    public Buffer buffer() {
        return Objects.requireNonNull(buffer, "the datagram is over: its callback has returned");
    }

    /** Who sent it; to answer, or to keep a copy of: the next datagram's sender is written over it. */
    public NativeAddress sender() {
        buffer();
        if (!isSenderKnown) {
            isSenderKnown = true;
            if (batch == null) {
                receive.sender(sender);
            } else {
                batch.sender(slot, sender);
            }
        }
        return sender;
    }

    /** The address that it was sent to, with port 0; null unless the socket tells ({@code TELL_DESTINATION}). */
    public @Nullable NativeAddress destination() {
        buffer();
        boolean isTold = batch == null ? receive.destination(destination) : batch.destination(slot, destination);
        return isTold ? destination : null;
    }

    /** What else is known of it, or {@link Datagrams#UNTOLD}. */
    public long fact(Datagrams.Fact fact) {
        buffer();
        return batch == null ? receive.fact(fact) : batch.fact(slot, fact);
    }

    /** True exactly when it was longer than its buffer, and the rest of it is lost. */
    public boolean isTruncated() {
        return fact(Datagrams.Fact.TRUNCATED) == 1;
    }

    /** The size of each of the datagrams in its buffer but the last; all of its bytes unless several came as one. */
    public int segmentBytes() {
        long told = fact(Datagrams.Fact.SEGMENT_BYTES);
        return told == Datagrams.UNTOLD ? bytes : (int) told;
    }
}
