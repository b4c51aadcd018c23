package dev.gatun.benchmarks.report;

/** A file that holds no results that can be read. The message says which, why, and what can be done. */
public final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnreadableException(String message) {
        super(message);
    }
}
