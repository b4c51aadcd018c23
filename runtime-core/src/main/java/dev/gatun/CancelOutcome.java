package dev.gatun;

/** What came of asking for the end of an operation. */
public enum CancelOutcome {
    /** Nothing was armed. */
    NOT_FOUND,
    /** It had its terminal result already, or has it on its way: that is what counts. */
    COMPLETED_FIRST,
    /** The kernel was asked; the terminal result will say which of the two happened first. */
    REQUESTED,
    /** It ended by this. */
    CANCELLED
}
