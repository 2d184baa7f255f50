package dev.sextant.api;

import java.util.Objects;

/**
 * How a commit ended. Three ends, not two: a commit that was not answered in time is not a failed one, and to treat it as such
 * is how money gets moved twice.
 */
public sealed interface CommitResult {
    /** The commit, or the exception that says why there is none and what to do about it. */
    default Committed orThrow() {
        if (this instanceof Committed committed) {
            return committed;
        }
        if (this instanceof Conflicted conflicted) {
            throw conflicted.toException(1);
        }
        throw new IndeterminateCommitException((Indeterminate) this);
    }

    /**
     * All writes happened and are on four segments in at least two zones. A transaction without writes commits, too.
     *
     * @param transaction which one
     * @param readPoint a state that contains it: another session that starts at it sees the commit
     */
    record Committed(TransactionId transaction, ReadPoint readPoint) implements CommitResult {
        public Committed {
            Objects.requireNonNull(transaction, "transaction");
            Objects.requireNonNull(readPoint, "readPoint");
        }
    }

    /**
     * No write happened, and none ever will. Run the transaction again, from its beginning.
     *
     * @param transaction which one
     * @param kind what stood against it
     * @param table the table of the row it lost; empty for {@link ConflictKind#ABANDONED} and {@link ConflictKind#REWOUND}
     * @param key the key of that row (or the first one changed in the range), in readable form; empty as above
     */
    record Conflicted(TransactionId transaction, ConflictKind kind, String table, String key) implements CommitResult {
        public Conflicted {
            Objects.requireNonNull(transaction, "transaction");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(key, "key");
        }

        /** A conflict that no other transaction is to blame for. */
        public static Conflicted abandoned(TransactionId transaction) {
            return new Conflicted(transaction, ConflictKind.ABANDONED, "", "");
        }

        /** The volume was taken back. */
        public static Conflicted rewound(TransactionId transaction) {
            return new Conflicted(transaction, ConflictKind.REWOUND, "", "");
        }

        /** What to throw for it after the work has been run so many times. */
        public ConflictException toException(int attempts) {
            return switch (kind) {
                case ROW_WRITTEN -> new WriteConflictException(this, attempts);
                case ROW_READ, RANGE_READ -> new SerializationConflictException(this, attempts);
                case REWOUND -> new VolumeRewoundException(this, attempts);
                case ABANDONED -> new CommitAbandonedException(this, attempts);
            };
        }
    }

    /**
     * It is not known whether the writes happened: too few segments answered in time. They happened all or none, and which of
     * both can be asked for with the token.
     *
     * @param token what to ask {@link Session#outcome} with
     */
    record Indeterminate(CommitToken token) implements CommitResult {
        public Indeterminate {
            Objects.requireNonNull(token, "token");
        }
    }
}
