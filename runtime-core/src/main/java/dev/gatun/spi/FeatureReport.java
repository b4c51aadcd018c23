package dev.gatun.spi;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a backend may have or lack on this system, found by asking the system: for people who want to know why
 * it is fast here and slow there. What an application can rely on stands in {@link Capabilities}.
 *
 * @param name in lower case with hyphens: "multishot-receive"
 * @param detail what was seen, or what it is not used for
 * @param since the system's version that first had it; null where that says nothing
 * @param fix what to do to have it; null where there is nothing to do
 */
public record FeatureReport(
        String name,
        State state,
        How how,
        String detail,
        @Nullable String since,
        @Nullable String fix) {
    public enum State {
        YES,
        /** There, and of less use than it could be. */
        LIMITED,
        NO,
        UNKNOWN
    }

    public enum How {
        /** It was done, for real. */
        TRIED,
        /** The system says so of itself. */
        READ
    }
}
