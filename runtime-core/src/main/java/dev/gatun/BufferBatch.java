package dev.gatun;

import dev.gatun.spi.DatagramBatch;
import dev.gatun.spi.Datagrams;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Many datagrams for one call, each in a buffer; made by {@link Cpu#newBufferBatch} once and used again and again with
 * the same buffers and addresses. While an operation with it is armed all of its buffers are the kernel's, and it
 * refuses changes. The Cpu's thread alone.
 *
 * <p>A receive clears every buffer first, so that none is cut to what came the last time, and leaves {@link #count} at
 * what has come. A send takes the first {@code count} as they are then: what was received goes back to its senders.
 */
public final class BufferBatch extends Held {
    private final Cpu cpu;
    private final DatagramBatch slots;
    private final @Nullable Buffer[] buffers;
    private int size;
    private int count;
    private boolean isReceiving;
    /** Which buffers are the kernel's. */
    private int pinnedFrom;

    private int pinnedTo;

    BufferBatch(Cpu cpu, int capacity) {
        if (capacity < 1 || capacity > 1024) {
            throw new IllegalArgumentException("a batch takes 1 to 1024 datagrams, not " + capacity);
        }
        this.cpu = cpu;
        slots = cpu.backend().sockets().newBatch(capacity);
        buffers = new Buffer[capacity];
    }

    public int capacity() {
        return buffers.length;
    }

    /** How many buffers it has. */
    public int size() {
        return size;
    }

    /** Adds a buffer, to receive into or to send from; {@link #count} then takes in all there are. The slot. */
    public int add(Buffer buffer) {
        checkUnpinned();
        if (size == buffers.length) {
            throw new IllegalStateException("the batch is full: it takes " + buffers.length + " datagrams");
        }
        int slot = size++;
        buffers[slot] = buffer;
        slots.peer(slot, slots.peerAddress(slot), 0);
        slots.sendPlainly(slot);
        count = size;
        return slot;
    }

    /** Puts another buffer in; the one that was there. */
    public Buffer replace(int slot, Buffer buffer) {
        checkUnpinned();
        Buffer before = buffer(slot);
        buffers[slot] = buffer;
        return before;
    }

    public Buffer buffer(int slot) {
        return Objects.requireNonNull(buffers[Objects.checkIndex(slot, size)]);
    }

    /** How many datagrams came, or are to be sent. */
    public int count() {
        return count;
    }

    public void count(int datagrams) {
        checkUnpinned();
        if (datagrams < 0 || datagrams > size) {
            throw new IllegalArgumentException(datagrams + " datagrams, of a batch that has " + size + " buffers");
        }
        count = datagrams;
    }

    /** Forgets its buffers, and what was to be done with them; they are the caller's, as before. */
    public void clear() {
        checkUnpinned();
        while (size > 0) {
            buffers[--size] = null;
        }
        count = 0;
    }

    // --- sending ----------------------------------------------------------------------------------------------------

    /** To whom; without it to whom the socket is connected, and after a receive to whoever sent. */
    public void to(int slot, NativeAddress peer) {
        checkChange(slot);
        slots.peer(slot, peer.address(), peer.length());
    }

    /** With a segment size, a hop limit or a traffic class of its own. */
    public void sendWith(int slot, Datagrams.Fact fact, int value) {
        checkChange(slot);
        slots.sendWith(slot, fact, value);
    }

    /** From this address of the machine's own, null for any, by the interface of that index, 0 for any. */
    public void sendFrom(int slot, @Nullable NativeAddress source, int interfaceIndex) {
        checkChange(slot);
        long address = source == null ? 0 : source.address();
        slots.sendFrom(slot, address, source == null ? 0 : source.length(), interfaceIndex);
    }

    /** Without any of this again. */
    public void sendPlainly(int slot) {
        checkChange(slot);
        slots.sendPlainly(slot);
    }

    // --- received ---------------------------------------------------------------------------------------------------

    public void sender(int slot, NativeAddress into) {
        checkReceived(slot);
        into.length(slots.sender(slot, into.address()));
    }

    /** The address that it was sent to, with port 0; false when the socket was not asked to tell. */
    public boolean destination(int slot, NativeAddress into) {
        checkReceived(slot);
        int length = slots.destination(slot, into.address());
        into.length(Math.max(length, 0));
        return length > 0;
    }

    /** What else is known of it, or {@link Datagrams#UNTOLD}. */
    public long fact(int slot, Datagrams.Fact fact) {
        checkReceived(slot);
        return slots.fact(slot, fact);
    }

    /** True exactly when it was longer than its buffer. */
    public boolean isTruncated(int slot) {
        checkReceived(slot);
        return slots.truncated(slot);
    }

    // --- for operations ---------------------------------------------------------------------------------------------

    /** All of its buffers, all of their room. */
    DatagramBatch toReceive() {
        checkUnpinned();
        if (size == 0) {
            throw new IllegalArgumentException("the batch has no buffer to receive into; add some");
        }
        for (int slot = 0; slot < size; slot++) {
            Buffer buffer = buffer(slot).clear();
            slots.memory(slot, buffer.address(), buffer.capacity());
        }
        count = 0;
        isReceiving = true;
        pinnedFrom = 0;
        pinnedTo = 0;
        slots.count(size);
        return slots;
    }

    /** What is readable of the first, but for those that were sent before. */
    DatagramBatch toSend(int skipped) {
        checkUnpinned();
        if (skipped < 0 || skipped >= count) {
            throw new IllegalArgumentException("nothing to send: " + skipped + " of " + count + " datagrams skipped");
        }
        for (int slot = skipped; slot < count; slot++) {
            Buffer buffer = buffer(slot);
            slots.memory(slot, buffer.address() + buffer.readerIndex(), buffer.readable());
        }
        isReceiving = false;
        pinnedFrom = skipped;
        pinnedTo = skipped;
        slots.count(count);
        slots.skip(skipped);
        return slots;
    }

    @Override
    void pin() {
        int to = isReceiving ? size : count;
        try {
            while (pinnedTo < to) {
                buffer(pinnedTo).pin();
                pinnedTo++;
            }
        } finally {
            if (pinnedTo < to) { // one of them was freed
                unpinAll();
            }
        }
    }

    @Override
    void unpin(int result) {
        assert pinnedTo > pinnedFrom : "invariant 4: let go of a batch that was not held";
        unpinAll();
        if (isReceiving) {
            count = Math.max(result, 0);
            for (int slot = 0; slot < count; slot++) {
                Buffer buffer = buffer(slot);
                if (buffer.isLive()) {
                    buffer.writerIndex(slots.length(slot));
                } // else freed by freeWhenReleased: nobody looks at its positions any more
            }
        }
    }

    private void unpinAll() {
        while (pinnedTo > pinnedFrom) {
            buffer(--pinnedTo).unpin();
        }
    }

    private void checkReceived(int slot) {
        cpu.checkOwner();
        Objects.checkIndex(slot, count);
        checkUnpinned();
    }

    private void checkChange(int slot) {
        checkUnpinned();
        Objects.checkIndex(slot, size);
    }

    private void checkUnpinned() {
        if (pinnedTo > pinnedFrom) {
            throw new IllegalStateException("the batch is held by an operation in flight");
        }
    }
}
