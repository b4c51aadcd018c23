package dev.gatun.benchmarks.harness;

/**
 * One figure of a measurement: "p99" in "ns", of which less is better.
 *
 * @param overall whether it is drawn from all rounds together, as one round says too little; then there is no ratio
 * @param compared whether there is one otherwise: not of a figure that is 0 when all is well
 */
public record Figure(String name, String unit, Better better, boolean overall, boolean compared) {
    /** Which way is better; the letters are as in the JSON. */
    public enum Better {
        LOWER,
        HIGHER
    }

    public static Figure lower(String name, String unit) {
        return new Figure(name, unit, Better.LOWER, false, true);
    }

    public static Figure higher(String name, String unit) {
        return new Figure(name, unit, Better.HIGHER, false, true);
    }

    /** One that is 0 when all is well: nothing can be divided by it. */
    public static Figure lowerAlone(String name, String unit) {
        return new Figure(name, unit, Better.LOWER, false, false);
    }

    /** The part of its time that a contender's thread was not in the kernel, over all rounds. */
    public static Figure outsideKernel() {
        return new Figure("outside-kernel", "%", Better.LOWER, true, false);
    }
}
