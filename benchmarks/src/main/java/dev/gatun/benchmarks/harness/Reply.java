package dev.gatun.benchmarks.harness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A line that a program of the benchmark prints: a word and named numbers, "result operations=12 nanos=99". */
public record Reply(String word, Map<String, Double> numbers) {
    private static final Pattern PERCENTILE = Pattern.compile("max|p\\d+(\\.\\d+)?");

    public static Reply parse(String line) {
        String[] parts = line.strip().split(" +", -1);
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            try {
                numbers.put(parts[i].substring(0, equals), Double.valueOf(parts[i].substring(equals + 1)));
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                throw new BenchmarkFailure("a line that is no reply: " + line);
            }
        }
        return new Reply(parts[0], numbers);
    }

    public Reply require(String expected) {
        if (!word.equals(expected)) {
            throw new BenchmarkFailure(
                    "expected a line that begins with " + expected + ", and got: " + word + " " + numbers);
        }
        return this;
    }

    public double get(String name) {
        Double value = numbers.get(name);
        if (value == null) {
            throw new BenchmarkFailure("a reply without " + name + ": " + word + " " + numbers);
        }
        return value;
    }

    /** By how much a count has grown since an earlier reply; null: it is not counted. */
    @Nullable
    Double difference(String name, Reply before) {
        return has(name) ? get(name) - before.get(name) : null;
    }

    /** The kernel's numbers of those threads that do the work: "tid=12 tid1=13". */
    List<Long> threads() {
        List<Long> found = numbers.entrySet().stream()
                .filter(each -> each.getKey().startsWith("tid"))
                .map(each -> each.getValue().longValue())
                .toList();
        if (found.isEmpty()) {
            throw new BenchmarkFailure("a reply that names no thread: " + word + " " + numbers);
        }
        return found;
    }

    public boolean has(String name) {
        return numbers.containsKey(name);
    }

    /** What it says of a distribution. */
    public Map<String, Double> percentiles() {
        Map<String, Double> found = new LinkedHashMap<>(numbers);
        found.keySet().removeIf(name -> !PERCENTILE.matcher(name).matches());
        return found;
    }
}
