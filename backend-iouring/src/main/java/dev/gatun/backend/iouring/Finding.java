package dev.gatun.backend.iouring;

import dev.gatun.bindings.ErrorNumbers;
import dev.gatun.spi.FeatureReport.How;
import dev.gatun.spi.FeatureReport.State;

/** What was found out about a {@link RingFeature}; immutable. */
record Finding(State state, How how, String detail) {
    static final Finding LEFT_OUT = new Finding(State.NO, How.READ, "left out by the configuration");
    static final Finding UNTOLD = new Finding(State.UNKNOWN, How.READ, "this kernel does not tell; Linux 6.18 does");

    /** The kernel's own word. */
    static Finding read(boolean has) {
        return has
                ? new Finding(State.YES, How.READ, "the kernel has it")
                : new Finding(State.NO, How.READ, "the kernel does not have it");
    }

    /** What the kernel answered when it was done: a value, or a negated errno. */
    static Finding tried(long answer) {
        return answer >= 0
                ? new Finding(State.YES, How.TRIED, "works")
                : new Finding(State.NO, How.TRIED, "answered " + ErrorNumbers.name(answer));
    }

    /** As it was where it was left out, and else a failure that nobody has an answer for. */
    Finding refused() {
        return isPossible() ? new Finding(State.NO, How.TRIED, "was refused") : this;
    }

    /** By what it says: the equality of records is linked when first asked for, and a start would wait for that. */
    boolean isLeftOut() {
        return detail.equals(LEFT_OUT.detail);
    }

    boolean isYes() {
        return state == State.YES;
    }

    /** Worth trying: it works, or nobody knows. */
    boolean isPossible() {
        return state != State.NO;
    }
}
