package dev.gatun.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One row and those who compete in it. All are warmed up first; then they take turns, A B A B, so that whatever slows
 * the machine down slows all of them. One thread; it lives for the row.
 */
public final class Contest {
    /** Warm when so many rounds in a row differ by no more than {@link #STABLE_WIDTH}. */
    private static final int STABLE_ROUNDS = 3;

    private static final double STABLE_WIDTH = 0.1;

    /** A cold round takes seconds, most of them to get there. */
    private static final int COLD_ROUNDS_MAX = 5;

    private final Row row;
    private final Settings settings;
    private final Progress progress;
    private final List<Contender> contenders = new ArrayList<>();
    private final List<List<Sample>> samples = new ArrayList<>();
    private final List<@Nullable Double> observed = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();

    private Contest(Row row, Settings settings, Progress progress) {
        this.row = row;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * What came of it: a result for each contender and figure, a ratio for each of ours against each of theirs.
     *
     * @param absent who could not take part, and why
     */
    public record Outcome(Row row, List<Result> results, List<Ratio> ratios, List<String> absent) {}

    public static Outcome run(Row row, List<Contender.Entry> entries, Settings settings, Progress progress) {
        Contest contest = new Contest(row, settings, progress);
        try {
            contest.open(entries);
            contest.takeTurns();
            contest.observe();
        } finally {
            contest.contenders.forEach(Contender::close);
        }
        return contest.outcome();
    }

    private void open(List<Contender.Entry> entries) {
        for (Contender.Entry entry : entries) {
            try {
                Contender contender = entry.open();
                contenders.add(contender);
                samples.add(new ArrayList<>());
                if (!row.cold()) {
                    warmUp(contender);
                }
            } catch (Unavailable e) {
                absent.add(e.getMessage());
            }
        }
    }

    private void warmUp(Contender contender) {
        boolean isCompiled = contender.subject().startsWith("c-");
        long millis = isCompiled ? settings.roundMillis() : settings.warmUpMillis();
        List<Double> last = new ArrayList<>();
        for (int round = 0; round < settings.warmUpRoundsMax(); round++) {
            progress.warmingUp(row, contender.subject());
            last.add(contender.round(millis).figure(row.figures().getFirst()));
            int size = last.size();
            if (size >= STABLE_ROUNDS
                    && Spread.of(last.subList(size - STABLE_ROUNDS, size)).width() <= STABLE_WIDTH) {
                return;
            }
        }
    }

    private void takeTurns() {
        int rounds = row.cold() ? Math.min(settings.rounds(), COLD_ROUNDS_MAX) : settings.rounds();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < contenders.size(); i++) {
                Contender contender = contenders.get(i);
                progress.round(row, contender.subject(), round + 1, rounds);
                samples.get(i).add(contender.round(settings.roundMillis()));
            }
        }
    }

    private void observe() {
        for (Contender contender : contenders) {
            progress.counting(row, contender.subject());
            observed.add(contender.observedSyscallsPerOp(settings.roundMillis()));
        }
    }

    private Outcome outcome() {
        List<Result> results = new ArrayList<>();
        List<Ratio> ratios = new ArrayList<>();
        for (Figure figure : row.figures()) {
            for (int i = 0; i < contenders.size(); i++) {
                results.add(result(figure, i));
                for (int j = 0; j < contenders.size(); j++) {
                    if (figure.compared() && isOurs(contenders.get(i)) && !isOurs(contenders.get(j))) {
                        ratios.add(ratio(figure, i, j));
                    }
                }
            }
        }
        return new Outcome(row, results, ratios, List.copyOf(absent));
    }

    private static boolean isOurs(Contender contender) {
        return contender.subject().startsWith("gatun-");
    }

    private Result result(Figure figure, int contender) {
        List<Sample> rounds = samples.get(contender);
        List<Double> values = values(figure, rounds);
        boolean isFirst = figure.equals(row.figures().getFirst());
        return new Result(
                row.id(),
                row.paramsFor(figure),
                contenders.get(contender).subject(),
                figure.unit(),
                figure.better(),
                values,
                Spread.of(values).median(),
                isFirst ? medianOf(rounds, Sample::bytesPerOp) : null,
                isFirst ? firstOf(medianOf(rounds, Sample::syscallsPerOp), observed.get(contender)) : null,
                isFirst ? percentiles(rounds) : null);
    }

    private Ratio ratio(Figure figure, int ours, int theirs) {
        Spread spread = Spread.ofRatios(values(figure, samples.get(ours)), values(figure, samples.get(theirs)));
        return new Ratio(
                row.id(),
                row.paramsFor(figure),
                contenders.get(ours).subject(),
                contenders.get(theirs).subject(),
                spread.median(),
                spread.min(),
                spread.max(),
                finite(spread.low()),
                finite(spread.high()),
                spread.rounds(),
                spread.isConclusive());
    }

    /** Its own count of the rounds themselves, or else what was observed afterwards. */
    private static @Nullable Double firstOf(@Nullable Double counted, @Nullable Double observed) {
        return counted != null ? counted : observed;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static List<Double> values(Figure figure, List<Sample> rounds) {
        if (figure.overall()) {
            ThreadTime all = rounds.stream().map(Sample::spent).reduce(ThreadTime.ZERO, ThreadTime::plus);
            return List.of(all.outsideKernelPercent());
        }
        return rounds.stream().map(sample -> sample.figure(figure)).toList();
    }

    private static @Nullable Double medianOf(List<Sample> rounds, Function<Sample, @Nullable Double> part) {
        List<Double> values = new ArrayList<>();
        for (Sample sample : rounds) {
            Double value = part.apply(sample);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return Spread.of(values).median();
    }

    /** Of each percentile the median over the rounds: one disturbed round does not decide it. */
    static @Nullable SortedMap<String, Double> percentiles(List<Sample> rounds) {
        TreeSet<String> names = new TreeSet<>();
        rounds.forEach(sample -> names.addAll(sample.percentiles().keySet()));
        if (names.isEmpty()) {
            return null;
        }
        SortedMap<String, Double> merged = new TreeMap<>();
        for (String name : names) {
            merged.put(
                    name,
                    Spread.of(rounds.stream()
                                    .map(Sample::percentiles)
                                    .map(each -> value(each, name))
                                    .toList())
                            .median());
        }
        return merged;
    }

    private static double value(Map<String, Double> percentiles, String name) {
        Double value = percentiles.get(name);
        if (value == null) {
            throw new IllegalStateException("a round without its percentile " + name + ": " + percentiles);
        }
        return value;
    }
}
