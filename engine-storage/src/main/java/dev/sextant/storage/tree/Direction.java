package dev.sextant.storage.tree;

/** The order in which a scan visits rows. */
public enum Direction {
    /** Rising keys. */
    ASC,
    /** Falling keys. */
    DESC
}
