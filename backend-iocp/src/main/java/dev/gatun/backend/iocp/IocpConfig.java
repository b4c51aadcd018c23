package dev.gatun.backend.iocp;

import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Capabilities.Feature;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * What can be chosen of an IOCP backend; immutable.
 *
 * @param fileThreadsMax how many threads of a Cpu may open, close, sync, ask and cut files at once
 * @param exactWaits whether waits end by a high-resolution timer, where there is one, rather than by the system's
 * clock
 */
public record IocpConfig(int fileThreadsMax, boolean exactWaits) {
    public static final IocpConfig DEFAULT = new IocpConfig(4, true);

    public IocpConfig {
        if (fileThreadsMax < 1) {
            throw new IllegalArgumentException("fileThreadsMax " + fileThreadsMax + " is not positive");
        }
    }

    public IocpConfig withFileThreadsMax(int threads) {
        return new IocpConfig(threads, exactWaits);
    }

    public IocpConfig withExactWaits(boolean exact) {
        return new IocpConfig(fileThreadsMax, exact);
    }

    Capabilities capabilities(boolean hasExactWaits) {
        List<String> notes = new ArrayList<>();
        notes.add("files are read and written without threads; opening, closing, syncing and cutting them goes through"
                + " threads");
        notes.add(
                "sends copy: Windows has no other way that tells when the memory is free and keeps connections apart");
        notes.add("UNIX sockets are left out: ConnectEx does not know them");
        if (!hasExactWaits) {
            notes.add("deadlines are rounded up to milliseconds, and to the system's clock; Windows 10 1803 has timers"
                    + " that are exact");
        }
        return new Capabilities(
                Capabilities.allOperations(),
                EnumSet.complementOf(EnumSet.of(Feature.ZERO_COPY_SEND, Feature.UNIX_SOCKETS)),
                Integer.MAX_VALUE,
                notes);
    }
}
