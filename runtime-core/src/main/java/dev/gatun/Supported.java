package dev.gatun;

import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Capabilities.Feature;
import dev.gatun.spi.Operation;
import dev.gatun.spi.OperationKind;

/**
 * What a backend can do, as bits, because it is asked for at each arming: what it can't is refused before it is
 * submitted, with what could be done instead (invariant 9). The Cpu's thread alone.
 */
final class Supported {
    private static final int FEATURE_FLAGS = Operation.POOL_BUFFER | Operation.ZERO_COPY | Operation.MULTISHOT;

    private final int cpu;
    private final String backend;
    private long kinds;
    private final long multishotKinds;
    private final int flags;
    private boolean isClosing;

    Supported(int cpu, String backend, Capabilities capabilities) {
        this.cpu = cpu;
        this.backend = backend;
        long all = bit(OperationKind.TIMEOUT);
        for (OperationKind kind : capabilities.operations()) {
            all |= bit(kind);
        }
        kinds = all;
        multishotKinds = bitIf(capabilities, Feature.MULTISHOT_ACCEPT, OperationKind.ACCEPT)
                | bitIf(capabilities, Feature.MULTISHOT_RECEIVE, OperationKind.RECEIVE)
                | bitIf(capabilities, Feature.MULTISHOT_RECEIVE_FROM, OperationKind.RECEIVE_FROM)
                | bitIf(capabilities, Feature.MULTISHOT_POLL, OperationKind.POLL);
        flags = (capabilities.supports(Feature.POOL_BUFFERS) ? Operation.POOL_BUFFER : 0)
                | (capabilities.supports(Feature.ZERO_COPY_SEND) ? Operation.ZERO_COPY : 0);
    }

    private static long bit(OperationKind kind) {
        return 1L << kind.ordinal();
    }

    private static long bitIf(Capabilities capabilities, Feature feature, OperationKind kind) {
        return capabilities.supports(feature) ? bit(kind) : 0;
    }

    /** A bit for each kind, by its ordinal. */
    long kinds() {
        return kinds;
    }

    /** True exactly when that flag asks for something that not every backend has. */
    static boolean isFeature(int operationFlags) {
        return (operationFlags & FEATURE_FLAGS) != 0;
    }

    /** The Cpu is closing: from now on it is asked at no arming whether it is. */
    void nothingFromNowOn() {
        kinds = 0;
        isClosing = true;
    }

    void check(OperationKind kind, int operationFlags) {
        if ((kinds & bit(kind)) == 0) {
            throw isClosing
                    ? new IllegalStateException("Cpu " + cpu + " is closed, or closing")
                    : new UnsupportedHereException(backend + " can't do " + kind);
        }
        if (isFeature(operationFlags)) {
            checkFeatures(kind, operationFlags);
        }
    }

    private void checkFeatures(OperationKind kind, int operationFlags) {
        int missing = operationFlags & FEATURE_FLAGS & ~flags;
        if ((multishotKinds & bit(kind)) != 0) {
            missing &= ~Operation.MULTISHOT;
        }
        if ((missing & Operation.MULTISHOT) != 0) {
            throw refusal(kind, " many times in one arming; arm it again after each result");
        }
        if ((missing & Operation.POOL_BUFFER) != 0) {
            throw refusal(kind, " into buffers of the pool; bring a buffer");
        }
        if ((missing & Operation.ZERO_COPY) != 0) {
            throw refusal(kind, " without copying; send it with a copy");
        }
    }

    private UnsupportedHereException refusal(OperationKind kind, String how) {
        return new UnsupportedHereException(backend + " can't do " + kind + how);
    }
}
