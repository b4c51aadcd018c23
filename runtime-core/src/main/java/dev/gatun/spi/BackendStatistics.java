package dev.gatun.spi;

/**
 * What a backend counted since it was opened. A count that a backend has no use for stays 0.
 *
 * @param enters how often the system was asked, whether to hand over, to fetch, or to wait
 * @param waits those that might wait
 * @param overflows how often completions had not all found room in their queue; none of them is lost
 * @param resizes how often that queue was made larger since
 * @param fallbacks operations that were done in a slower way than asked for, because the system refused that one
 */
public record BackendStatistics(long enters, long waits, long overflows, long resizes, long fallbacks) {
    public static final BackendStatistics NONE = new BackendStatistics(0, 0, 0, 0, 0);
}
