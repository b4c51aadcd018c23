package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Figure.Better;
import dev.gatun.benchmarks.harness.Ratio;
import dev.gatun.benchmarks.harness.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One figure of one row: all results that can be compared with each other, and their ratios.
 *
 * @param params without the name of the figure
 * @param remark what a reader of the row must know; empty: nothing
 * @param figure its name, or where nobody wrote it down, its unit
 * @param first whether it is the row's first: of those alone are bytes, calls and percentiles
 */
record Block(
        String id,
        SortedMap<String, Object> params,
        String remark,
        String figure,
        boolean first,
        String unit,
        Better better,
        List<Result> results,
        List<Ratio> ratios) {
    private static final String FIGURE = "figure";

    private record Key(String id, Map<String, Object> params) {}

    static List<Block> of(Document document) {
        return of(document.run(), document.results(), document.ratios());
    }

    /** In the order in which the results stand. */
    static List<Block> of(@Nullable Run run, List<Result> allResults, List<Ratio> allRatios) {
        Map<Key, List<Result>> results = allResults.stream()
                .collect(Collectors.groupingBy(
                        each -> new Key(each.id(), each.params()), LinkedHashMap::new, Collectors.toList()));
        Map<Key, List<Ratio>> ratios =
                allRatios.stream().collect(Collectors.groupingBy(each -> new Key(each.id(), each.params())));
        return results.entrySet().stream()
                .map(each -> block(run, each.getValue(), ratios.getOrDefault(each.getKey(), List.of())))
                .toList();
    }

    private static Block block(@Nullable Run run, List<Result> results, List<Ratio> ratios) {
        Result any = results.getFirst();
        SortedMap<String, Object> params = new TreeMap<>(any.params());
        Object named = params.remove(FIGURE);
        Run.About about = run == null ? null : run.rows().get(any.id());
        String first = about == null ? any.unit() : about.figure();
        return new Block(
                any.id(),
                params,
                about == null || about.remark() == null ? "" : about.remark(),
                named == null ? first : named.toString(),
                named == null,
                any.unit(),
                any.better(),
                List.copyOf(results),
                List.copyOf(ratios));
    }

    Verdict verdict(Ratio ratio) {
        return Verdict.of(ratio, better);
    }

    boolean isOfSameRowAs(Block other) {
        return id.equals(other.id) && params.equals(other.params);
    }

    /** "batch=32"; nothing where there are no parameters. */
    String paramWords() {
        return params.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
    }

    /** "submit.nop batch=32". */
    String title() {
        return params.isEmpty() ? id : id + " " + paramWords();
    }

    /** "time, ns/op; less is better". */
    String figureWords() {
        return (figure.equals(unit) ? unit : figure + ", " + unit)
                + (better == Better.LOWER ? "; less is better" : "; more is better");
    }

    static boolean isOurs(String subject) {
        return subject.startsWith("gatun-");
    }
}
