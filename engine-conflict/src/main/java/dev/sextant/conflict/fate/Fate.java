package dev.sextant.conflict.fate;

/** What becomes of a proposal, once and for ever; also the value a ballot carries. */
public enum Fate {
    /** Its versions are part of the volume. */
    COMMITTED,
    /** It never happened. */
    ABORTED
}
