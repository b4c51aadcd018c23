package dev.gatun;

import static dev.gatun.BufferPoolTest.taken;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What lies in a buffer: reading and writing, indices, bounds. */
class BufferTest {
    private final BufferPool pool =
            RecordingLog.quietPool(BufferPoolConfig.defaults().withLimit(2 << 20));
    private final Buffer buffer = taken(pool, 4096);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void numbersAreInNetworkOrder() {
        buffer.setLong(1, 0x0102030405060708L);
        for (int i = 0; i < 8; i++) {
            assertEquals(i + 1, buffer.getByte(1 + i));
        }
        assertEquals(0x0102030405060708L, buffer.getLong(1));
        assertEquals(0x02030405, buffer.getInt(2));
        assertEquals(0x0304, buffer.getShort(3));
        buffer.setInt(2, -2).setShort(10, -3).setByte(12, -4);
        assertEquals(-2, buffer.getInt(2));
        assertEquals(-3, buffer.getShort(10));
        assertEquals(-4, buffer.getByte(12));
    }

    @Test
    void whatIsWrittenInTurnIsReadInTurn() {
        buffer.writeByte(-1).writeShort(-2).writeInt(-3).writeLong(-4);
        assertEquals(15, buffer.readable());
        assertEquals(4096 - 15, buffer.writable());
        assertEquals(-1, buffer.readByte());
        assertEquals(-2, buffer.readShort());
        assertEquals(-3, buffer.readInt());
        assertEquals(-4, buffer.readLong());
        assertEquals(0, buffer.readable());
        assertEquals(15, buffer.readerIndex());
        assertEquals(15, buffer.writerIndex());
        assertSame(buffer, buffer.clear());
        assertEquals(0, buffer.readerIndex());
        assertEquals(0, buffer.writerIndex());
    }

    @Test
    void bytesGoToAndFromArrays() {
        byte[] from = {1, 2, 3, 4, 5};
        byte[] into = new byte[5];
        buffer.setBytes(4091, from, 0, 5).getBytes(4092, into, 1, 3);
        assertArrayEquals(new byte[] {0, 2, 3, 4, 0}, into);

        buffer.writeBytes(from, 1, 4).readBytes(into, 0, 2);
        assertArrayEquals(new byte[] {2, 3, 3, 4, 0}, into);
        assertEquals(2, buffer.readable());
    }

    @Test
    void bytesGoToAndFromByteBuffersOnTheHeapAndOffIt() {
        for (boolean direct : new boolean[] {false, true}) {
            ByteBuffer from = direct ? ByteBuffer.allocateDirect(10) : ByteBuffer.allocate(10);
            from.put(new byte[] {9, 1, 2, 3, 9}).flip().position(1).limit(4);
            ByteBuffer into = direct ? ByteBuffer.allocateDirect(10) : ByteBuffer.allocate(10);

            buffer.setBytes(4093, from);
            assertEquals(0, from.remaining());
            into.position(2).limit(5);
            buffer.getBytes(4093, into);
            assertEquals(0, into.remaining());
            assertEquals(1, into.get(2));
            assertEquals(3, into.get(4));

            from.position(1);
            buffer.clear().writeBytes(from);
            assertEquals(3, buffer.readable());
            into.position(0).limit(2);
            buffer.readBytes(into);
            assertEquals(2, into.get(1));
            assertEquals(1, buffer.readable());
        }
    }

    @Test
    void aReadOnlyByteBufferIsReadFromAndNotWrittenTo() {
        ByteBuffer readOnly = ByteBuffer.wrap(new byte[] {1, 2}).asReadOnlyBuffer();
        buffer.writeBytes(readOnly);
        readOnly.clear();
        assertThrows(java.nio.ReadOnlyBufferException.class, () -> buffer.readBytes(readOnly));
        assertEquals(2, buffer.readable());
    }

    @Test
    void bytesGoToAndFromSegments() {
        MemorySegment from = MemorySegment.ofArray(new byte[] {1, 2, 3, 4});
        MemorySegment into = MemorySegment.ofArray(new byte[4]);
        buffer.setBytes(4092, from, 0, 4).getBytes(4093, into, 1, 2);
        assertArrayEquals(new byte[] {0, 2, 3, 0}, into.toArray(ValueLayout.JAVA_BYTE));
        buffer.writeBytes(from, 1, 3).readBytes(into, 0, 2);
        assertArrayEquals(new byte[] {2, 3, 3, 0}, into.toArray(ValueLayout.JAVA_BYTE));
        assertEquals(1, buffer.readable());
    }

    @Test
    void theSegmentIsJustTheBuffersMemory() {
        MemorySegment whole = buffer.segment();
        assertEquals(buffer.address(), whole.address());
        assertEquals(4096, whole.byteSize());
        buffer.setInt(100, 77);
        ValueLayout.OfInt number = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
        assertEquals(77, whole.get(number, 100));
        assertSame(whole, buffer.segment());
        assertThrows(IndexOutOfBoundsException.class, () -> whole.get(ValueLayout.JAVA_BYTE, 4096));

        MemorySegment part = buffer.slice(100, 4).segment();
        assertEquals(4, part.byteSize());
        assertEquals(77, part.get(number, 0));
    }

    @Test
    void aFaceThatComesBackWithOtherBoundsHasAnotherSegment() {
        buffer.free();
        for (int i = 1; i < 40; i++) {
            Buffer next = taken(pool, 4096);
            Buffer slice = next.slice(i, i);
            assertEquals(i, slice.segment().byteSize());
            assertEquals(next.address() + i, slice.segment().address());
            assertEquals(4096, next.segment().byteSize());
            slice.free();
            next.free();
        }
    }

    @Test
    void everyAccessOutsideTheCapacityIsRefused() {
        byte[] bytes = new byte[10];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        for (int index : new int[] {-1, Integer.MIN_VALUE, 4096, 4097, Integer.MAX_VALUE}) {
            refused(() -> buffer.getByte(index));
            refused(() -> buffer.setByte(index, 1));
        }
        for (int index : new int[] {-1, 4095, Integer.MAX_VALUE - 1}) {
            refused(() -> buffer.getShort(index));
            refused(() -> buffer.setShort(index, 1));
            refused(() -> buffer.getInt(index));
            refused(() -> buffer.setInt(index, 1));
            refused(() -> buffer.getLong(index));
            refused(() -> buffer.setLong(index, 1));
            refused(() -> buffer.getBytes(index, bytes, 0, 2));
            refused(() -> buffer.setBytes(index, bytes, 0, 2));
            refused(() -> buffer.getBytes(index, ByteBuffer.wrap(bytes)));
            refused(() -> buffer.setBytes(index, ByteBuffer.wrap(bytes)));
            refused(() -> buffer.getBytes(index, segment, 0, 2));
            refused(() -> buffer.setBytes(index, segment, 0, 2));
            refused(() -> buffer.slice(index, 2));
        }
        refused(() -> buffer.slice(0, -1));
        refused(() -> buffer.slice(0, 4097));
        refused(() -> buffer.getBytes(0, bytes, 0, -1));
        refused(() -> buffer.getBytes(0, bytes, 5, 6));
        refused(() -> buffer.setBytes(0, bytes, -1, 1));
        refused(() -> buffer.getBytes(0, segment, 5, 6));
        buffer.setLong(4088, 1).slice(4096, 0).free();
    }

    @Test
    void nothingIsReadBehindTheWriterNorWrittenBehindTheEnd() {
        byte[] bytes = new byte[10];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        refused(buffer::readByte);
        buffer.writeByte(1);
        refused(buffer::readShort);
        refused(buffer::readInt);
        refused(buffer::readLong);
        refused(() -> buffer.readBytes(bytes, 0, 2));
        refused(() -> buffer.readBytes(bytes, 0, -1));
        refused(() -> buffer.readBytes(ByteBuffer.wrap(bytes)));
        refused(() -> buffer.readBytes(segment, 0, 2));
        assertEquals(1, buffer.readable());

        buffer.writerIndex(4096);
        refused(() -> buffer.writeByte(1));
        buffer.readerIndex(0).writerIndex(4095);
        refused(() -> buffer.writeShort(1));
        refused(() -> buffer.writeInt(1));
        refused(() -> buffer.writeLong(1));
        refused(() -> buffer.writeBytes(bytes, 0, 2));
        refused(() -> buffer.writeBytes(ByteBuffer.wrap(bytes)));
        refused(() -> buffer.writeBytes(segment, 0, 2));
        assertEquals(4095, buffer.writerIndex());
    }

    @Test
    void aCopyThatFailsInTheOtherMemoryMovesNoIndex() {
        buffer.writeLong(1);
        refused(() -> buffer.readBytes(new byte[2], 0, 3));
        refused(() -> buffer.writeBytes(new byte[2], 0, 3));
        assertEquals(8, buffer.readable());
    }

    @Test
    void theReaderStaysBehindTheWriterAndTheWriterWithinTheCapacity() {
        buffer.writerIndex(10).readerIndex(10).readerIndex(4);
        refused(() -> buffer.readerIndex(11));
        refused(() -> buffer.readerIndex(-1));
        refused(() -> buffer.writerIndex(3));
        refused(() -> buffer.writerIndex(4097));
        assertEquals(6, buffer.readable());
    }

    private static void refused(Executable access) {
        assertThrows(IndexOutOfBoundsException.class, access);
    }
}
