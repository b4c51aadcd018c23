package dev.gatun.json;

/** A text that is no JSON. The message says what is wrong, and in which line and column. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    JsonException(String message) {
        super(message);
    }
}
