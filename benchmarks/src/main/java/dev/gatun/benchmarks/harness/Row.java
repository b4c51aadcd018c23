package dev.gatun.benchmarks.harness;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is measured: an id, what it is measured with, and the figures that come of it, the one that matters most first.
 *
 * @param remark what a reader of its figures must know, for the table; empty: nothing
 * @param cold whether each round is a process of its own, so that there is nothing to warm up
 */
public record Row(String id, SortedMap<String, Object> params, List<Figure> figures, String remark, boolean cold) {
    public Row {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("the row " + id + " has no figure");
        }
        figures = List.copyOf(figures);
    }

    public static Row of(String id, Map<String, Object> params, Figure... figures) {
        return new Row(id, new TreeMap<>(params), List.of(figures), "", false);
    }

    public Row withRemark(String remark) {
        return new Row(id, params, figures, remark, cold);
    }

    public Row withColdRounds() {
        return new Row(id, params, figures, remark, true);
    }

    /** The parameters as a result shows them: a figure that is not the first has its name among them. */
    public SortedMap<String, Object> paramsFor(Figure figure) {
        if (figure.equals(figures.getFirst())) {
            return params;
        }
        SortedMap<String, Object> all = new TreeMap<>(params);
        all.put("figure", figure.name());
        return all;
    }

    int number(String param, int otherwise) {
        return params.get(param) instanceof Integer value ? value : otherwise;
    }

    /** "submit.nop batch=32". */
    public String title() {
        return params.isEmpty() ? id : id + " " + words(params);
    }

    static String words(Map<String, Object> params) {
        return params.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
    }
}
