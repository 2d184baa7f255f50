package dev.sextant.storage.segment;

/** The ordered key spaces a segment keeps its state in; the store's column families carry the same names. */
public enum Shelf {
    /** Undecided proposals: slot and seq to register and proposal, without its deltas. */
    PROPOSALS,
    /** Page, LSN and seq to base and delta. Written once, at the vote or when the content arrives; dropped on ABORT. */
    REDO,
    /** Page, LSN and seq to image. */
    PAGES,
    /** Slot and seq to fate, and for a commit to everything of the proposal but its deltas. */
    DECISIONS,
    /** The segment's own state: format, generation, wholeness, slots, held point. */
    META
}
