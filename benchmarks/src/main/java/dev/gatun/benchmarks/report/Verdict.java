package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Figure.Better;
import dev.gatun.benchmarks.harness.Ratio;

/** What a ratio says about ours; where the rounds disagree about who is ahead, nobody is. */
enum Verdict {
    AHEAD("ahead"),
    BEHIND("behind"),
    NONE("no difference shown"),
    TOO_FEW("too few rounds");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    static Verdict of(Ratio ratio, Better better) {
        if (ratio.low() == null || ratio.high() == null) {
            return TOO_FEW;
        }
        if (!ratio.conclusive()) {
            return NONE;
        }
        return (ratio.median() < 1) == (better == Better.LOWER) ? AHEAD : BEHIND;
    }

    String words() {
        return words;
    }
}
