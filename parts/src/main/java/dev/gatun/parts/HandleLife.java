package dev.gatun.parts;

/**
 * What the number of a handle means, as far as every part must know. A backend's own knowledge of a handle extends it.
 * The Cpu's thread alone.
 */
public abstract class HandleLife {
    /** Counts the handles that the number has meant: what comes back from a worker may be of an earlier one. */
    public int life;

    /** What was begun on the handle and is not over: jobs of workers, and whatever else its backend counts. */
    public int inFlight;

    protected HandleLife() {}
}
