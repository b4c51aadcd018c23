package dev.gatun.benchmarks.harness;

/** A contender that can't take part on this machine, and the message says who and why. The others go on without it. */
public final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Unavailable(String message) {
        super(message);
    }
}
