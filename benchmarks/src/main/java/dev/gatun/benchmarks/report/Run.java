package dev.gatun.benchmarks.report;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * How a run came about; as in the JSON.
 *
 * @param date when it began: ISO 8601, UTC, whole seconds
 * @param command what measures all of it again
 * @param revision the commit that was measured, with a + where files were changed since; null: not known
 * @param complete whether all that was asked for was measured
 * @param leftOut titles of rows for which a quick run had no time
 * @param rows by the ids of the rows
 */
public record Run(
        String date,
        String command,
        @Nullable String revision,
        boolean complete,
        List<String> leftOut,
        SortedMap<String, About> rows) {
    /** As it is when it has got to its end. */
    public Run completed(List<String> leftOut) {
        return new Run(date, command, revision, true, List.copyOf(leftOut), rows);
    }

    /**
     * What the rows of an id have in common.
     *
     * @param suite the name by which they are asked for
     * @param figure the name of their first figure; those of others are among the parameters
     * @param remark what a reader of their figures must know; null: nothing
     * @param command what measures them again
     */
    public record About(
            String suite, String figure, @Nullable String remark, String command) {}
}
