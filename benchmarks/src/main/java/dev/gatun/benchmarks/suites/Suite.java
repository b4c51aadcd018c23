package dev.gatun.benchmarks.suites;

import java.util.List;

/** Rows that belong together, under the name by which they are asked for. */
public interface Suite {
    /** So long may a quick run take. */
    int QUICK_SECONDS = 180;

    String name();

    /** One line, for the list. */
    String about();

    List<Match> matches(Lab lab);

    /** So long may a quick run of this suite alone take. */
    default int quickSeconds() {
        return QUICK_SECONDS;
    }
}
