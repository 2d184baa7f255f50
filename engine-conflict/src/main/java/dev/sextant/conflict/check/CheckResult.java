package dev.sextant.conflict.check;

import dev.sextant.api.ConflictKind;
import dev.sextant.api.Lsn;
import java.util.List;

/** What the check of a transaction found. */
public sealed interface CheckResult {
    /** Nothing stands against the transaction: these rows, in the order of tables and keys, are to be written. */
    record Passed(List<RowWrite> writes) implements CheckResult {
        public Passed {
            writes = List.copyOf(writes);
        }
    }

    /**
     * Another transaction that committed first has changed what this one rests on. It can be run again from its start.
     *
     * @param row the row that changed; of a range, the first in it
     * @param observed the LSN of the row at the snapshot, {@link Lsn#ZERO} if there was no row
     * @param found the LSN of the row now, {@link Lsn#ZERO} if there is no row
     */
    record RowConflict(ConflictKind kind, RowKey row, Lsn observed, Lsn found) implements CheckResult {
        @Override
        public String toString() {
            return kind + " conflict on " + row + ": observed " + observed + ", found " + found;
        }
    }

    /** A merge function refused the newest value: the transaction as it stands cannot be applied. */
    record MergeFailed(RowKey row, RuntimeException cause) implements CheckResult {
        @Override
        public String toString() {
            return "merge failed on " + row + ": " + cause;
        }
    }
}
