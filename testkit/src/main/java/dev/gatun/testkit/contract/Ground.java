package dev.gatun.testkit.contract;

import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.spi.IoBackendProvider;
import java.io.Closeable;
import java.io.IOException;

/** Where the contract is tested: a backend to open, how time passes, and a place for files. */
public interface Ground extends Closeable {
    IoBackendProvider provider();

    /** With the clock that belongs to the backend. */
    default CpuConfig config() {
        return CpuConfig.DEFAULT;
    }

    /** One turn of the loop in which something may happen, however long it takes on this ground. */
    void turn(Cpu cpu);

    /** A path for a file of that name, in a folder of this ground's own. */
    String path(String name);

    /** Who changes files there without the backend. */
    Outsider outsider();

    /** True exactly when completions may come in any order, early ends and short transfers at any time. */
    default boolean injectsFaults() {
        return false;
    }

    /** True exactly when each handle shall be adopted by the Cpu as soon as it is there. */
    default boolean adoptsHandles() {
        return false;
    }

    /** Checks that nothing is left, and clears up. */
    @Override
    void close() throws IOException;
}
