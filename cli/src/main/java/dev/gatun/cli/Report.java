package dev.gatun.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the probe found, in the words of its JSON (schema {@code gatun-probe/1}). {@code state} is yes, limited, no or
 * unknown; {@code how} is tried or read. {@code costs} is empty unless measuring was asked for.
 */
record Report(
        Host host,
        Chosen chosen,
        List<Backend> backends,
        List<Feature> sockets,
        List<Feature> files,
        List<Limit> limits,
        List<Feature> latency,
        List<Device> devices,
        List<Cost> costs,
        List<Finding> findings) {
    record Host(
            String os,
            String kernel,
            String arch,
            String jdk,
            int cpus,
            int numaNodes,
            boolean container,
            @Nullable String hypervisor) {}

    record Chosen(@Nullable String backend, String reason) {}

    record Backend(String name, boolean usable, String reason, List<Feature> features) {}

    /** A network device; {@code driver}: "virtual" where there is none. */
    record Device(String name, String driver, List<Feature> features) {}

    /** Nanoseconds, and what they mean for who writes a service. */
    record Cost(String name, double median, double p99, String meaning) {}

    record Feature(
            String name,
            State state,
            String how,
            String detail,
            @Nullable String since,
            @Nullable String fix) {
        static Feature tried(String name, State state, String detail, @Nullable String fix) {
            return new Feature(name, state, "tried", detail, null, fix);
        }

        static Feature read(String name, State state, String detail, @Nullable String fix) {
            return new Feature(name, state, "read", detail, null, fix);
        }
    }

    record Limit(
            String name,
            State state,
            String value,
            String needed,
            @Nullable String fix) {
        static final long UNTOLD = -1;

        /** A number, {@link Long#MAX_VALUE} for none, or {@link #UNTOLD}; the fix is for who has less than enough. */
        static Limit of(String name, long value, long enough, String needed, String fix) {
            if (value == UNTOLD) {
                return new Limit(name, State.UNKNOWN, "not told", needed, null);
            }
            boolean suffices = value >= enough;
            return new Limit(
                    name,
                    suffices ? State.YES : State.LIMITED,
                    value == Long.MAX_VALUE ? "unlimited" : String.valueOf(value),
                    needed,
                    suffices ? null : fix);
        }
    }

    record Finding(Severity severity, String title, String detail, String fix) {}

    enum State {
        YES,
        LIMITED,
        NO,
        UNKNOWN
    }

    /** Worst first. */
    enum Severity {
        /** Nothing runs, or a section of this report is missing. */
        ERROR,
        /** It runs, and worse than it could. */
        WARN,
        /** For who wants the last microsecond. */
        INFO
    }
}
