package dev.sextant.conflict.check;

/** The order in which a range is walked. */
public enum ScanDirection {
    /** From the smallest key to the greatest. */
    ASCENDING,
    /** From the greatest key to the smallest. */
    DESCENDING
}
