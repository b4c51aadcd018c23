package dev.gatun;

/** A core can't run where, or as, it was told to; the message names what was asked for, what there is, and the remedy. */
public final class PlacementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PlacementException(String message) {
        super(message);
    }
}
