package dev.gatun.examples.jsonrpc;

/** A text that is no JSON, by RFC 8259; or too deep. */
final class JsonException extends Exception {
    private static final long serialVersionUID = 1;

    JsonException(String what, int at) {
        super(what + " at " + at);
    }
}
