package dev.sextant.replication.runtime;

import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Why a segment is out of service.
 *
 * @param problem what happened, what is unharmed and what to do, in whole sentences
 * @param passing whether it may be over some day, so that it is worth trying again; damage and bugs do not pass
 * @param damaged whether what was acknowledged is no longer there, so that only a new disk helps
 * @param cause for the log
 */
record Trouble(
        String problem,
        boolean passing,
        boolean damaged,
        @Nullable Throwable cause) {
    /** The store failed, or cannot be opened. */
    static Trouble of(StoreException failure) {
        boolean damaged = failure instanceof StoreCorruptException;
        return new Trouble(String.valueOf(failure.getMessage()), !damaged, damaged, failure);
    }

    /** The segment cannot make sense of what is on its disk. */
    static Trouble unreadable(String problem, boolean damaged) {
        return new Trouble(
                problem + ". Nothing was served from it, and the other segments are not touched."
                        + " Give the segment a new disk, which is filled from the others.",
                false,
                damaged,
                null);
    }

    /** A damaged disk was to be emptied and could not. */
    static Trouble notEmptied(StoreException failure) {
        return new Trouble(
                "Its disk is damaged, and could not be emptied to be filled anew: " + failure.getMessage(),
                false,
                false,
                failure);
    }

    /** The engine has a bug. */
    static Trouble bug(Throwable bug) {
        return new Trouble(
                "A bug of the engine ended it: " + bug
                        + ". What it acknowledged is on its disk. Restart it, and report the bug with the log.",
                false,
                false,
                bug);
    }
}
