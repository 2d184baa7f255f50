package dev.sextant.api;

/** How new the state is that a transaction's reads come from. */
public enum ReadConsistency {
    /** At least everything this session has committed or seen, through whichever writer. Costs nothing. */
    SESSION,

    /**
     * Everything that anybody was told committed before this transaction began. Costs a round trip to three segments at the
     * beginning, and a wait until the writer has applied what they know of.
     */
    GLOBAL
}
