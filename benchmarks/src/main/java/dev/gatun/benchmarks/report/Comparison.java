package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Figure.Better;
import dev.gatun.benchmarks.harness.Machine;
import dev.gatun.benchmarks.harness.Ratio;
import dev.gatun.benchmarks.harness.Result;
import dev.gatun.benchmarks.harness.Settings;
import dev.gatun.benchmarks.harness.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What changed between two runs. Judged are the ratios of ours to its twin in C, as that has the same day behind it;
 * where both runs are of what seems the same machine, the medians too. A change is shown only where the spreads of both
 * lie apart, and their medians by {@link #PART_MIN}: what differs from one start of a program to the next is in no
 * spread, as each run starts each subject once.
 */
public final class Comparison {
    static final double PART_MIN = 0.05;
    private static final double BYTES_MIN = 0.1;

    /** What became of a figure. */
    enum Change {
        FASTER("faster"),
        SLOWER("slower"),
        NONE("no difference shown"),
        TOO_FEW("too few rounds");

        private final String words;

        Change(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** A median and its spread; none where there were too few rounds. */
    record Side(
            double median, @Nullable Double low, @Nullable Double high) {
        static Side of(Ratio ratio) {
            return new Side(ratio.median(), ratio.low(), ratio.high());
        }

        static Side of(Result result) {
            Spread spread = Spread.of(result.rounds());
            boolean enough = Double.isFinite(spread.low());
            return new Side(result.median(), enough ? spread.low() : null, enough ? spread.high() : null);
        }
    }

    /** {@code isRatio}: judged on every machine; medians are there for the same one alone. */
    record Line(String what, boolean isRatio, Side before, Side after, Change change) {}

    /** What both runs have measured. */
    record Row(Block block, List<Line> lines, List<String> allocations) {}

    private final Document before;
    private final Document after;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> onlyBefore = new ArrayList<>();
    private final List<String> onlyAfter = new ArrayList<>();

    /** Fails with an {@link UnreadableException} where nothing in one has anything in the other. */
    public Comparison(Document before, Document after) {
        this.before = before;
        this.after = after;
        List<Block> blocksBefore = Block.of(before);
        List<Block> blocksAfter = Block.of(after);
        for (Block now : blocksAfter) {
            Optional<Block> then = find(now, blocksBefore);
            then.ifPresent(found -> rows.add(row(found, now)));
            if (then.isEmpty()) {
                onlyAfter.add(now.title() + " " + now.figure());
            }
        }
        blocksBefore.stream()
                .filter(then -> find(then, blocksAfter).isEmpty())
                .forEach(then -> onlyBefore.add(then.title() + " " + then.figure()));
        if (rows.isEmpty()) {
            throw new UnreadableException("the two have no row in common; measure the same suites for both");
        }
    }

    private static Optional<Block> find(Block wanted, List<Block> among) {
        return among.stream()
                .filter(block -> block.isOfSameRowAs(wanted)
                        && block.first() == wanted.first()
                        && (block.first() || block.figure().equals(wanted.figure()))
                        && block.unit().equals(wanted.unit()))
                .findFirst();
    }

    List<Row> rows() {
        return rows;
    }

    /** Measured before, and no more. */
    List<String> onlyBefore() {
        return onlyBefore;
    }

    List<String> onlyAfter() {
        return onlyAfter;
    }

    /** What can be told from what is known of both: another of the same kind seems the same. */
    boolean isSameMachine() {
        return machine(before).equals(machine(after));
    }

    private static String machine(Document document) {
        Machine.Description machine = document.machine();
        return machine.processor() + ", " + machine.cpus() + " CPUs, " + machine.arch() + ", " + machine.os();
    }

    /** What else is not the same in both, and what was wrong with either. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (isSameMachine()) {
            remarks.add("the same kind of machine (" + machine(after) + "): medians are compared as well");
        } else {
            remarks.add(
                    "other machines (" + machine(before) + "; now " + machine(after) + "): only ratios are compared");
        }
        differs(remarks, "kernel", document -> document.machine().kernel());
        differs(remarks, "JDK", document -> document.machine().jdk());
        differs(remarks, "settings", document -> settings(document.settings()));
        if (!before.isComplete()) {
            remarks.add("the old run did not get to its end");
        }
        if (!after.isComplete()) {
            remarks.add("the new run did not get to its end");
        }
        before.machine().warnings().forEach(warning -> remarks.add("old run: " + warning));
        after.machine().warnings().forEach(warning -> remarks.add("new run: " + warning));
        return remarks;
    }

    private void differs(List<String> remarks, String what, Function<Document, String> part) {
        if (!part.apply(before).equals(part.apply(after))) {
            remarks.add("other " + what + ": " + part.apply(before) + "; now " + part.apply(after));
        }
    }

    private static String settings(Settings settings) {
        return settings.rounds() + " rounds of " + settings.roundMillis() + " ms, pinned to CPU " + settings.serverCpu()
                + ", the load to " + settings.loadCpu();
    }

    private Row row(Block then, Block now) {
        List<Line> lines = new ArrayList<>();
        for (String ours : subjects(now).stream().filter(Block::isOurs).toList()) {
            reference(then, now, ours).ifPresent(theirs -> lines.add(line(then, now, ours, theirs)));
        }
        if (isSameMachine()) {
            for (String subject : subjects(now)) {
                Result old = result(then, subject);
                Result latest = result(now, subject);
                if (old != null && latest != null) {
                    lines.add(line(subject, false, now.better(), Side.of(old), Side.of(latest)));
                }
            }
        }
        return new Row(now, lines, now.first() ? allocations(then, now) : List.of());
    }

    /** The twin in C; where there is none, the first rival that both runs have. */
    private static Optional<String> reference(Block then, Block now, String ours) {
        String twin = ours.equals("gatun-epoll") ? "c-epoll" : "c-liburing";
        List<String> rivals = now.ratios().stream()
                .filter(ratio -> ratio.subject().equals(ours) && ratio(then, ours, ratio.against()) != null)
                .map(Ratio::against)
                .toList();
        return rivals.stream()
                .filter(twin::equals)
                .findFirst()
                .or(() ->
                        rivals.stream().filter(rival -> rival.startsWith("c-")).findFirst())
                .or(() -> rivals.stream().findFirst());
    }

    private static Line line(Block then, Block now, String ours, String theirs) {
        Ratio old = Objects.requireNonNull(ratio(then, ours, theirs));
        Ratio latest = Objects.requireNonNull(ratio(now, ours, theirs));
        return line(ours + " by " + theirs, true, now.better(), Side.of(old), Side.of(latest));
    }

    private static Line line(String what, boolean isRatio, Better better, Side then, Side now) {
        return new Line(what, isRatio, then, now, change(better, then, now));
    }

    static Change change(Better better, Side then, Side now) {
        if (then.low == null || then.high == null || now.low == null || now.high == null) {
            return Change.TOO_FEW;
        }
        boolean isMore = now.low > then.high && now.median > then.median * (1 + PART_MIN);
        boolean isLess = now.high < then.low && now.median < then.median / (1 + PART_MIN);
        if (!isMore && !isLess) {
            return Change.NONE;
        }
        return isLess == (better == Better.LOWER) ? Change.FASTER : Change.SLOWER;
    }

    private static List<String> allocations(Block then, Block now) {
        List<String> found = new ArrayList<>();
        for (String subject : subjects(now).stream().filter(Block::isOurs).toList()) {
            Result old = result(then, subject);
            Result latest = result(now, subject);
            if (old != null
                    && latest != null
                    && old.bytesPerOp() != null
                    && latest.bytesPerOp() != null
                    && latest.bytesPerOp() > old.bytesPerOp() + BYTES_MIN) {
                found.add(String.format(
                        Locale.ROOT,
                        "%s allocates %.3f B/op, and did %.3f",
                        subject,
                        latest.bytesPerOp(),
                        old.bytesPerOp()));
            }
        }
        return found;
    }

    private static List<String> subjects(Block block) {
        return block.results().stream().map(Result::subject).toList();
    }

    private static @Nullable Result result(Block block, String subject) {
        return block.results().stream()
                .filter(each -> each.subject().equals(subject))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Ratio ratio(Block block, String ours, String theirs) {
        return block.ratios().stream()
                .filter(each -> each.subject().equals(ours) && each.against().equals(theirs))
                .findFirst()
                .orElse(null);
    }

    /** How many ratios went this way. */
    long count(Change change) {
        return rows.stream()
                .flatMap(row -> row.lines.stream())
                .filter(line -> line.isRatio && line.change == change)
                .count();
    }

    /** True when a ratio got worse, or ours allocates more. */
    public boolean isWorse() {
        return count(Change.SLOWER) > 0 || rows.stream().anyMatch(row -> !row.allocations.isEmpty());
    }
}
