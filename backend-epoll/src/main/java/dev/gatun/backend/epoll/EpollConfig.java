package dev.gatun.backend.epoll;

import org.jspecify.annotations.Nullable;

/**
 * What can be chosen of an epoll backend; immutable. What the kernel lacks is refused when a backend is opened.
 *
 * @param fileThreadsMax how many threads of a Cpu may wait for files at once; they are started when all are busy, and
 * run where the Cpu does. A device answers more of them sooner; with fewer than what is in flight, each finds its next
 * work waiting and need not be woken
 * @param epollBusyPoll how a wait polls the network devices of the watched sockets itself (Linux 6.9), or null
 * @param socketBusyPoll the same for each socket by itself ({@code SO_BUSY_POLL}), or null
 */
public record EpollConfig(
        int fileThreadsMax,
        @Nullable BusyPoll epollBusyPoll,
        @Nullable BusyPoll socketBusyPoll) {
    public static final EpollConfig DEFAULT = new EpollConfig(16, null, null);

    /**
     * Asking a network device for packets rather than waiting for its interrupt.
     *
     * @param micros how long before a wait sleeps; 0 only takes what {@code preferred} defers
     * @param packetsMax what one look at the device may take; beyond 64 it takes CAP_NET_ADMIN
     * @param preferred whether the device's interrupts are put off while somebody polls
     */
    public record BusyPoll(int micros, int packetsMax, boolean preferred) {
        private static final int PACKETS_MAX = 0xffff;

        public BusyPoll {
            if (micros < 0 || packetsMax < 1 || packetsMax > PACKETS_MAX) {
                throw new IllegalArgumentException("busy polling for " + micros + " µs, " + packetsMax
                        + " packets at once; it takes 0 µs or more, and 1 to " + PACKETS_MAX + " packets");
            }
        }
    }

    public EpollConfig {
        if (fileThreadsMax < 1) {
            throw new IllegalArgumentException("fileThreadsMax " + fileThreadsMax + " is not positive");
        }
    }

    public EpollConfig withFileThreadsMax(int threads) {
        return new EpollConfig(threads, epollBusyPoll, socketBusyPoll);
    }

    public EpollConfig withEpollBusyPoll(@Nullable BusyPoll busyPoll) {
        return new EpollConfig(fileThreadsMax, busyPoll, socketBusyPoll);
    }

    public EpollConfig withSocketBusyPoll(@Nullable BusyPoll busyPoll) {
        return new EpollConfig(fileThreadsMax, epollBusyPoll, busyPoll);
    }
}
