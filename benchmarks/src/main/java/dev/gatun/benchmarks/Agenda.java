package dev.gatun.benchmarks;

import dev.gatun.benchmarks.suites.Lab;
import dev.gatun.benchmarks.suites.Match;
import dev.gatun.benchmarks.suites.Suite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Which rows are measured, and in what order. With little time: of each suite its chief row first, then the next of
 * each, and none is begun that would not be done in time, as far as those before it tell. One use, one thread.
 */
final class Agenda {
    /** Of the limit, what the last row may take longer than was thought. */
    private static final double RESERVE = 0.08;

    /** Until a row has told: a JVM to start and to warm up, some rounds. */
    private static final double SECONDS_EACH = 2.5;

    private static final double NANOS = 1e9;

    /** A row to measure, and the suite that has it. */
    record Item(Suite suite, Match match) {}

    private final List<Item> items;
    private final int limitSeconds;
    private final boolean hasSlowRows;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private int contenders;

    /** {@code hasSlowRows}: whether those are measured too that take a large part of the time. */
    Agenda(List<Item> items, int limitSeconds, boolean hasSlowRows, LongSupplier nanoTime) {
        this.items = List.copyOf(items);
        this.limitSeconds = limitSeconds;
        this.hasSlowRows = hasSlowRows;
        this.nanoTime = nanoTime;
        startedAt = nanoTime.getAsLong();
    }

    /** The rows of these suites whose ids begin so. */
    static Agenda of(List<Suite> suites, Lab lab, String rowPrefix) {
        boolean isQuick = lab.settings().quick();
        List<Ranked> ranked = new ArrayList<>();
        for (Suite suite : suites) {
            int place = 0;
            for (Match each : suite.matches(lab)) {
                Match match = isQuick ? each.brief(lab.backends()) : each;
                place++;
                if (match.row().id().startsWith(rowPrefix)) {
                    ranked.add(new Ranked(match.isHeadline() ? 0 : place, new Item(suite, match)));
                }
            }
        }
        boolean isShort = isQuick && suites.size() > 1;
        if (isShort) {
            ranked.sort(Comparator.comparingInt(Ranked::rank)); // stable: within a rank the suites stay in order
        }
        int limit = suites.size() == 1 ? suites.getFirst().quickSeconds() : Suite.QUICK_SECONDS;
        List<Item> items = ranked.stream().map(Ranked::item).toList();
        return new Agenda(items, isQuick ? limit : Integer.MAX_VALUE, !isShort, System::nanoTime);
    }

    private record Ranked(int rank, Item item) {}

    List<Item> items() {
        return items;
    }

    /** After which no row is begun. */
    int limitSeconds() {
        return limitSeconds;
    }

    /** All contenders of all rows. */
    int contenders() {
        return items.stream().mapToInt(each -> each.match.entries().size()).sum();
    }

    boolean hasTimeFor(Match match) {
        if (match.isSlow() && !hasSlowRows) {
            return false;
        }
        double elapsed = (nanoTime.getAsLong() - startedAt) / NANOS;
        double each = contenders == 0 ? SECONDS_EACH : elapsed / contenders;
        return elapsed + each * match.entries().size() <= limitSeconds * (1 - RESERVE);
    }

    void done(Match match) {
        contenders += match.entries().size();
    }
}
