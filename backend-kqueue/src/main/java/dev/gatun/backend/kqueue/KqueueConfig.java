package dev.gatun.backend.kqueue;

/**
 * What can be chosen of a kqueue backend; immutable.
 *
 * @param fileThreadsMax how many threads of a Cpu may wait for files at once; they are started when all are busy, and
 * run where the Cpu does. A device answers more of them sooner; with fewer than what is in flight, each finds its next
 * work waiting and need not be woken
 */
public record KqueueConfig(int fileThreadsMax) {
    public static final KqueueConfig DEFAULT = new KqueueConfig(16);

    public KqueueConfig {
        if (fileThreadsMax < 1) {
            throw new IllegalArgumentException("fileThreadsMax " + fileThreadsMax + " is not positive");
        }
    }
}
