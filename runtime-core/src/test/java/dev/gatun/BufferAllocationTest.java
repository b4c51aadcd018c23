package dev.gatun;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Invariant 2: in steady state the heap is left alone. */
class BufferAllocationTest {
    private static final int ROUNDS = 5_000;

    /** By name: the core does not read the module of the JVM's own counters. */
    private static MethodHandle allocatedBytes() throws ReflectiveOperationException {
        Object bean = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return MethodHandles.publicLookup()
                .findVirtual(
                        Class.forName("com.sun.management.ThreadMXBean"),
                        "getCurrentThreadAllocatedBytes",
                        MethodType.methodType(long.class))
                .bindTo(bean);
    }

    @Test
    void aBuffersWholeLifeAllocatesNothingInSteadyState() throws Throwable {
        MethodHandle allocated = allocatedBytes();
        try (BufferPool pool = new BufferPool(BufferPoolConfig.defaults().withLimit(4 << 20), null)) {
            ByteBuffer direct = ByteBuffer.allocateDirect(16);
            byte[] array = new byte[16];
            long fewest = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 10 && fewest > 0; attempt++) { // the first ones link and warm up
                long before = (long) allocated.invokeExact();
                for (int i = 0; i < ROUNDS; i++) {
                    live(pool, direct, array, i);
                }
                fewest = Math.min(fewest, (long) allocated.invokeExact() - before);
            }
            assertEquals(0, fewest, "bytes in " + ROUNDS + " rounds");
        }
    }

    private static void live(BufferPool pool, ByteBuffer direct, byte[] array, int i) {
        Buffer buffer =
                requireNonNull(pool.allocate(4096)).writeLong(i).writeInt(i).writeBytes(array, 0, 16);
        direct.clear();
        buffer.readBytes(direct);
        direct.flip();
        buffer.writeBytes(direct);
        Buffer slice = buffer.slice(0, 8);
        slice.pin();
        slice.freeWhenReleased();
        buffer.free();
        slice.unpin();

        int block = pool.take(0);
        Buffer first = pool.adoptShared(block, 0, 10);
        Buffer second = pool.adopt(block, 10, 10);
        if (first.segment().byteSize() + second.readable() != 20) {
            throw new AssertionError();
        }
        second.free();
        first.free();
        pool.drainReturned();
    }
}
