package dev.gatun.backend.epoll;

import dev.gatun.spi.Capabilities;
import dev.gatun.spi.Capabilities.Feature;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * What an epoll turned out to be, found when it was opened; immutable.
 *
 * @param exactWait whether a wait ends to the nanosecond (epoll_pwait2), or is rounded up to milliseconds
 * @param busyPollParameters whether busy polling can be set for this epoll alone
 */
record EpollFeatures(boolean exactWait, boolean busyPollParameters) {
    static final EpollFeatures ALL = new EpollFeatures(true, true);

    /** All of the contract, but files without threads. */
    Capabilities capabilities() {
        return new Capabilities(
                Capabilities.allOperations(),
                EnumSet.complementOf(EnumSet.of(Feature.ASYNC_FILES)),
                Integer.MAX_VALUE,
                notes());
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("files go through threads, but for reads that the page cache serves; io_uring needs none");
        notes.add("zero-copy sends of sockets other than TCP and UDP copy");
        if (!exactWait) {
            notes.add("deadlines are rounded up to milliseconds; Linux 5.11 has epoll_pwait2");
        }
        if (!busyPollParameters) {
            notes.add("busy polling is per socket or system-wide; Linux 6.9 sets it for each epoll");
        }
        return notes;
    }
}
