package dev.gatun.testkit;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.gatun.spi.FileFacts;
import dev.gatun.spi.Operation;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A status on the simulated machine: a long for each fact, in their order. The driver's thread only. */
final class SimulatedFileFacts implements FileFacts {
    private static final Fact[] FACTS = Fact.values();

    static final int BYTES = FACTS.length * Long.BYTES;

    private final SimulatedKernel kernel;

    SimulatedFileFacts(SimulatedKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public int statusBytes() {
        return BYTES;
    }

    @Override
    public long read(MemorySegment status, Fact fact) {
        return status.getAtIndex(JAVA_LONG, fact.ordinal());
    }

    @Override
    public @Nullable DirectAccess directAccess(long handle) {
        kernel.enter();
        return kernel.handles().get(handle) instanceof SimulatedFile file && file.has(Operation.OPEN_DIRECT)
                ? new DirectAccess(SimulatedFile.DIRECT_BYTES, SimulatedFile.DIRECT_BYTES)
                : null;
    }

    static byte[] write(KernelObject object) {
        byte[] status = new byte[BYTES];
        MemorySegment longs = MemorySegment.ofArray(status);
        for (int i = 0; i < FACTS.length; i++) {
            longs.set(JAVA_LONG_UNALIGNED, (long) i * Long.BYTES, object.fact(FACTS[i]));
        }
        return status;
    }
}
