package dev.gatun;

/** No backend, or not the one required, can be used on this machine; the message says why, and what to do. */
public final class BackendUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BackendUnavailableException(String message) {
        super(message);
    }
}
