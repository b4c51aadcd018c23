package dev.gatun.spi;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a backend can do, as it found out by doing. What is not in here is refused with the reason before it is
 * submitted (invariant 9).
 *
 * @param operationsMax how many operations may be in flight at once; more wait in the core
 * @param notes a line for each thing that is missing or slower than it could be, with the remedy
 */
public record Capabilities(
        Set<OperationKind> operations, Set<Feature> features, int operationsMax, List<String> notes) {
    public enum Feature {
        MULTISHOT_ACCEPT,
        MULTISHOT_RECEIVE,
        MULTISHOT_RECEIVE_FROM,
        MULTISHOT_POLL,
        /** A receive may take a buffer of the pool when data is there. */
        POOL_BUFFERS,
        ZERO_COPY_SEND,
        /** Regular files without threads. */
        ASYNC_FILES,
        DIRECT_FILES,
        UNIX_SOCKETS
    }

    public Capabilities {
        operations = Set.copyOf(operations);
        features = Set.copyOf(features);
        notes = List.copyOf(notes);
    }

    /** Every kind that a backend must know. TIMEOUT is the core's own; SEND_FILE spares copies where there is one. */
    public static Set<OperationKind> allOperations() {
        return EnumSet.complementOf(EnumSet.of(OperationKind.TIMEOUT, OperationKind.SEND_FILE));
    }

    /** These, and one more kind. */
    public Capabilities with(OperationKind kind) {
        Set<OperationKind> more = EnumSet.copyOf(operations);
        more.add(kind);
        return new Capabilities(more, features, operationsMax, notes);
    }

    public boolean supports(Feature feature) {
        return features.contains(feature);
    }

    public boolean supports(OperationKind kind) {
        return operations.contains(kind);
    }
}
