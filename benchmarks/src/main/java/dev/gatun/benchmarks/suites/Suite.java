package dev.gatun.benchmarks.suites;

import java.util.List;

/** Rows that belong together, under the name by which they are asked for. */
public interface Suite {
    String name();

    /** One line, for the list. */
    String about();

    List<Match> matches(Lab lab);
}
