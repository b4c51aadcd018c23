package dev.gatun.benchmarks.rivals;

import java.util.List;

/**
 * Somebody else who does the work of some rows. A provider of this service has a public constructor without parameters,
 * which the harness calls to ask for the name; {@link #run} is called in another process, whose only work it is.
 */
public interface Rival {
    /** As it is printed and asked for: "netty-epoll". Not "gatun-…" or "c-…", which are ours and our twins. */
    String name();

    /** Whether it does the work of rows with this id: "tcp.round-trip". */
    boolean competesIn(String row);

    /** What the JVM of its process needs besides what all have. */
    default List<String> jvmOptions() {
        return List.of();
    }

    /**
     * Does the work of the stage's row until the stage says that it is over: a server ends with {@link Stage#serve},
     * all else with {@link Stage#work}. An exception before either says why the rival can't run here, which is printed
     * in its place; one that comes later fails the measurement.
     */
    void run(Stage stage) throws Exception;
}
