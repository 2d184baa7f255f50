package dev.sextant.api;

/** What to do about a {@link SextantException}. */
public enum Remedy {
    /** Nothing of the transaction happened: run it again, from its beginning. {@link Session#transact} does so by itself. */
    RETRY,
    /** Nothing of the transaction happened, and at once it would fail again: run it when what is missing is back. */
    RETRY_LATER,
    /** It is not known whether it happened: ask {@link Session#outcome} before doing anything else; after a backtrack, look. */
    ASK_OUTCOME,
    /** It will never be accepted as it is: change what is asked for. */
    CHANGE_REQUEST,
    /** The object is at its end: get a new one from its parent. */
    REOPEN,
    /** Something outside of the program must change first: class path, configuration, directory or disk. */
    FIX_SETUP
}
