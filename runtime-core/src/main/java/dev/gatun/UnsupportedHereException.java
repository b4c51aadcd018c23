package dev.gatun;

/**
 * The backend in use can't do this (invariant 9); the message says which, and what could. Ask its capabilities
 * before.
 */
public final class UnsupportedHereException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnsupportedHereException(String message) {
        super(message);
    }
}
