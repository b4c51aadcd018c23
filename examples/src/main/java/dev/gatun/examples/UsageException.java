package dev.gatun.examples;

/** An argument that can't be used; the message says which, and what would do. */
public final class UsageException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
