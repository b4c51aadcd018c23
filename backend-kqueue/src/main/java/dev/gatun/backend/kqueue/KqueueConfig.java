package dev.gatun.backend.kqueue;

/**
 * What can be chosen of a kqueue backend; immutable.
 *
 * @param fileThreadsMax how many threads of a Cpu may wait for files at once
 */
public record KqueueConfig(int fileThreadsMax) {
    public static final KqueueConfig DEFAULT = new KqueueConfig(4);

    public KqueueConfig {
        if (fileThreadsMax < 1) {
            throw new IllegalArgumentException("fileThreadsMax " + fileThreadsMax + " is not positive");
        }
    }
}
