package dev.gatun;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Memory of a {@link BufferPool}, with a place to read at and a place to write at: a face of a block. One thread holds
 * it at a time and hands it on by message; {@link #slice} is for the pool's owner alone. It lives from when it is
 * handed out until {@link #free}, by any thread. Touched later it throws, until its block has been handed out several
 * times more; when the pool runs with debug, for ever.
 *
 * <p>Numbers are in network order (big-endian). What lies in a new buffer is what was last written there.
 */
public final class Buffer extends Face {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment chunk;
    private final ByteBuffer chunkView;

    /** Where it begins in its chunk. */
    private int start;

    private int capacity;
    private int readerIndex;
    private int writerIndex;
    private @Nullable MemorySegment segment;

    Buffer(Block block) {
        super(block);
        chunk = block.chunk.memory;
        chunkView = block.chunk.view;
    }

    void handOut(int start, int capacity, int writerIndex) {
        assert 0 <= writerIndex && writerIndex <= capacity;
        this.start = block.offset + start;
        this.capacity = capacity;
        this.readerIndex = 0;
        this.writerIndex = writerIndex;
        startLife();
    }

    /** Where it is; for whoever hands it to a system call. */
    public long address() {
        requireLive();
        return chunk.address() + start;
    }

    public int capacity() {
        requireLive();
        return capacity;
    }

    public int readerIndex() {
        requireLive();
        return readerIndex;
    }

    public int writerIndex() {
        requireLive();
        return writerIndex;
    }

    /** How many bytes may be read: from the reader's index to the writer's. */
    public int readable() {
        requireLive();
        return writerIndex - readerIndex;
    }

    /** How many bytes may be written: from the writer's index to the end. */
    public int writable() {
        requireLive();
        return capacity - writerIndex;
    }

    public Buffer readerIndex(int index) {
        requireLive();
        if (index < 0 || index > writerIndex) {
            throw new IndexOutOfBoundsException("readerIndex " + index + " is not between 0 and writerIndex "
                    + writerIndex + " of block " + block.index);
        }
        readerIndex = index;
        return this;
    }

    public Buffer writerIndex(int index) {
        requireLive();
        if (index < readerIndex || index > capacity) {
            throw new IndexOutOfBoundsException("writerIndex " + index + " is not between readerIndex " + readerIndex
                    + " and capacity " + capacity + " of block " + block.index);
        }
        writerIndex = index;
        return this;
    }

    /** Back to nothing written, nothing read; the bytes stay as they are. */
    public Buffer clear() {
        requireLive();
        readerIndex = 0;
        writerIndex = 0;
        return this;
    }

    /**
     * A buffer of its own for {@code length} bytes from {@code offset} on, all of them readable. It shares the memory,
     * and is freed for itself. The pool's owner's thread only.
     */
    public Buffer slice(int offset, int length) {
        int from = at(offset, length);
        return block.pool.slice(block, from - block.offset, length);
    }

    /** Just this buffer's memory, for use until it is freed: from then on nothing checks that it is not used. */
    public MemorySegment segment() {
        requireLive();
        MemorySegment last = segment;
        if (last == null || last.byteSize() != capacity || last.address() != chunk.address() + start) {
            last = chunk.asSlice(start, capacity);
            segment = last;
        }
        return last;
    }

    public byte getByte(int index) {
        return chunk.get(BYTE, at(index, Byte.BYTES));
    }

    public short getShort(int index) {
        return chunk.get(SHORT, at(index, Short.BYTES));
    }

    public int getInt(int index) {
        return chunk.get(INT, at(index, Integer.BYTES));
    }

    public long getLong(int index) {
        return chunk.get(LONG, at(index, Long.BYTES));
    }

    /** The low eight bits of {@code value}. */
    public Buffer setByte(int index, int value) {
        chunk.set(BYTE, at(index, Byte.BYTES), (byte) value);
        return this;
    }

    /** The low sixteen bits of {@code value}. */
    public Buffer setShort(int index, int value) {
        chunk.set(SHORT, at(index, Short.BYTES), (short) value);
        return this;
    }

    public Buffer setInt(int index, int value) {
        chunk.set(INT, at(index, Integer.BYTES), value);
        return this;
    }

    public Buffer setLong(int index, long value) {
        chunk.set(LONG, at(index, Long.BYTES), value);
        return this;
    }

    public Buffer getBytes(int index, byte[] into, int offset, int length) {
        MemorySegment.copy(chunk, BYTE, at(index, length), into, offset, length);
        return this;
    }

    public Buffer setBytes(int index, byte[] from, int offset, int length) {
        MemorySegment.copy(from, offset, chunk, BYTE, at(index, length), length);
        return this;
    }

    /** As many bytes as {@code into} has room for; its position moves to its limit. */
    public Buffer getBytes(int index, ByteBuffer into) {
        int length = into.remaining();
        into.put(into.position(), chunkView, at(index, length), length);
        into.position(into.limit());
        return this;
    }

    /** All that remains in {@code from}; its position moves to its limit. */
    public Buffer setBytes(int index, ByteBuffer from) {
        int length = from.remaining();
        chunkView.put(at(index, length), from, from.position(), length);
        from.position(from.limit());
        return this;
    }

    public Buffer getBytes(int index, MemorySegment into, long offset, int length) {
        MemorySegment.copy(chunk, at(index, length), into, offset, length);
        return this;
    }

    public Buffer setBytes(int index, MemorySegment from, long offset, int length) {
        MemorySegment.copy(from, offset, chunk, at(index, length), length);
        return this;
    }

    public byte readByte() {
        byte value = chunk.get(BYTE, atReader(Byte.BYTES));
        readerIndex += Byte.BYTES;
        return value;
    }

    public short readShort() {
        short value = chunk.get(SHORT, atReader(Short.BYTES));
        readerIndex += Short.BYTES;
        return value;
    }

    public int readInt() {
        int value = chunk.get(INT, atReader(Integer.BYTES));
        readerIndex += Integer.BYTES;
        return value;
    }

    public long readLong() {
        long value = chunk.get(LONG, atReader(Long.BYTES));
        readerIndex += Long.BYTES;
        return value;
    }

    public Buffer readBytes(byte[] into, int offset, int length) {
        MemorySegment.copy(chunk, BYTE, atReader(length), into, offset, length);
        readerIndex += length;
        return this;
    }

    /** As many bytes as {@code into} has room for; its position moves to its limit. */
    public Buffer readBytes(ByteBuffer into) {
        int length = into.remaining();
        atReader(length);
        getBytes(readerIndex, into);
        readerIndex += length;
        return this;
    }

    public Buffer readBytes(MemorySegment into, long offset, int length) {
        MemorySegment.copy(chunk, atReader(length), into, offset, length);
        readerIndex += length;
        return this;
    }

    public Buffer writeByte(int value) {
        setByte(writerIndex, value);
        writerIndex += Byte.BYTES;
        return this;
    }

    public Buffer writeShort(int value) {
        setShort(writerIndex, value);
        writerIndex += Short.BYTES;
        return this;
    }

    public Buffer writeInt(int value) {
        setInt(writerIndex, value);
        writerIndex += Integer.BYTES;
        return this;
    }

    public Buffer writeLong(long value) {
        setLong(writerIndex, value);
        writerIndex += Long.BYTES;
        return this;
    }

    public Buffer writeBytes(byte[] from, int offset, int length) {
        setBytes(writerIndex, from, offset, length);
        writerIndex += length;
        return this;
    }

    /** All that remains in {@code from}; its position moves to its limit. */
    public Buffer writeBytes(ByteBuffer from) {
        int length = from.remaining();
        setBytes(writerIndex, from);
        writerIndex += length;
        return this;
    }

    public Buffer writeBytes(MemorySegment from, long offset, int length) {
        setBytes(writerIndex, from, offset, length);
        writerIndex += length;
        return this;
    }

    /** Where {@code length} bytes from {@code index} on begin in the chunk. */
    private int at(int index, int length) {
        requireLive();
        if ((index | length) < 0 || index > capacity - length) {
            throw new IndexOutOfBoundsException(length + " bytes at " + index + " are not within the capacity "
                    + capacity + " of block " + block.index);
        }
        return start + index;
    }

    /** Where the next {@code length} bytes to read begin in the chunk. */
    private int atReader(int length) {
        requireLive();
        if (length < 0 || length > writerIndex - readerIndex) {
            throw new IndexOutOfBoundsException(length + " bytes are not to be read: " + (writerIndex - readerIndex)
                    + " are readable, of block " + block.index);
        }
        return start + readerIndex;
    }
}
