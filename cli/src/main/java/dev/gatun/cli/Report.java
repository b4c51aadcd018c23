package dev.gatun.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the probe found, in the words of its JSON (schema {@code gatun-probe/1}). {@code state} is yes, limited, no or
 * unknown; {@code how} is tried or read.
 */
record Report(Host host, Chosen chosen, List<Backend> backends, List<Limit> limits, List<Finding> findings) {
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

    record Feature(
            String name,
            State state,
            String how,
            String detail,
            @Nullable String since,
            @Nullable String fix) {}

    record Limit(
            String name,
            State state,
            String value,
            String needed,
            @Nullable String fix) {}

    record Finding(String severity, String title, String detail, String fix) {}

    enum State {
        YES,
        LIMITED,
        NO,
        UNKNOWN
    }
}
