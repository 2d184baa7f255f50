package dev.sextant.api;

/** What a writer is doing. */
public enum WriterState {
    /** It claims and opens its slot; it takes no transactions yet. */
    STARTING,
    /** It takes transactions. */
    OPEN,
    /** A later incarnation of its slot exists, so segments refuse it; it claims the slot again. */
    FENCED,
    /** It was stopped or killed; its slot is free for a restart. */
    DOWN,
    /** Its process cannot be asked; whether it works with others is not known here. */
    UNKNOWN
}
