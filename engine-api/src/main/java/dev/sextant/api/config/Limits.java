package dev.sextant.api.config;

import dev.sextant.api.ReadPoint;

/**
 * How much of everything there may be. A limit that is reached is an exception that says so, or back-pressure; never more memory.
 * Immutable; start from {@link #DEFAULT} or {@link #builder()}.
 */
public final class Limits {
    /** The most that {@link #keyBytes()} can be set to. */
    public static final int MAX_KEY_BYTES = 1024;

    /** The most that {@link #valueBytes()} can be set to. */
    public static final int MAX_VALUE_BYTES = 1 << 20;

    /** Everything at its default. */
    public static final Limits DEFAULT = builder().build();

    private static final long MIN_COPY_BYTES_PER_SECOND = 1 << 20;

    private final int keyBytes;
    private final int valueBytes;
    private final int transactionRows;
    private final long transactionBytes;
    private final int scanRows;
    private final long scanBytes;
    private final int tableNameBytes;
    private final int openTransactions;
    private final int pastTransactions;
    private final int queuedCommits;
    private final int undecidedProposals;
    private final int groupTransactions;
    private final long groupBytes;
    private final int segmentBatch;
    private final int queuedMessages;
    private final int inDoubtListed;
    private final long segmentReturnFreeBytes;
    private final long scrubBytesPerSecond;
    private final long copyBytesPerSecond;
    private final int queuedEvents;
    private final int backtrackPages;
    private final int contestedPages;
    private final int lossesToHandOver;

    private Limits(Builder builder) {
        keyBytes = Settings.within("limits.keyBytes", builder.keyBytes, 1, MAX_KEY_BYTES);
        valueBytes = Settings.within("limits.valueBytes", builder.valueBytes, 1, MAX_VALUE_BYTES);
        transactionRows = Settings.within("limits.transactionRows", builder.transactionRows, 1, 1_000_000);
        transactionBytes = Settings.within("limits.transactionBytes", builder.transactionBytes, 1, 1L << 30);
        scanRows = Settings.within("limits.scanRows", builder.scanRows, 1, 10_000_000);
        scanBytes = Settings.within("limits.scanBytes", builder.scanBytes, 1, 1L << 30);
        tableNameBytes = Settings.within("limits.tableNameBytes", builder.tableNameBytes, 1, MAX_KEY_BYTES);
        openTransactions = Settings.within("limits.openTransactions", builder.openTransactions, 1, 1_000_000);
        pastTransactions = Settings.within("limits.pastTransactions", builder.pastTransactions, 1, 1_000);
        queuedCommits = Settings.within("limits.queuedCommits", builder.queuedCommits, 1, 1_000_000);
        undecidedProposals =
                Settings.within("limits.undecidedProposals", builder.undecidedProposals, 1, ReadPoint.MAX_MISSING);
        groupTransactions = Settings.within("limits.groupTransactions", builder.groupTransactions, 1, 10_000);
        groupBytes = Settings.within("limits.groupBytes", builder.groupBytes, 1, 1L << 30);
        segmentBatch = Settings.within("limits.segmentBatch", builder.segmentBatch, 1, 100_000);
        queuedMessages = Settings.within("limits.queuedMessages", builder.queuedMessages, 1, 10_000_000);
        inDoubtListed = Settings.within("limits.inDoubtListed", builder.inDoubtListed, 0, 10_000);
        copyBytesPerSecond = Settings.within(
                "limits.copyBytesPerSecond", builder.copyBytesPerSecond, MIN_COPY_BYTES_PER_SECOND, Long.MAX_VALUE);
        scrubBytesPerSecond =
                Settings.within("limits.scrubBytesPerSecond", builder.scrubBytesPerSecond, 1, Long.MAX_VALUE);
        segmentReturnFreeBytes =
                Settings.within("limits.segmentReturnFreeBytes", builder.segmentReturnFreeBytes, 0, Long.MAX_VALUE);
        queuedEvents = Settings.within("limits.queuedEvents", builder.queuedEvents, 1, 1_000_000);
        backtrackPages = Settings.within("limits.backtrackPages", builder.backtrackPages, 1, 10_000_000);
        contestedPages = Settings.within("limits.contestedPages", builder.contestedPages, 1, 1_000_000);
        lossesToHandOver = Settings.within("limits.lossesToHandOver", builder.lossesToHandOver, 1, 1_000);
        Settings.require(
                transactionBytes >= (long) keyBytes + valueBytes,
                "limits.transactionBytes",
                "must have room for one row of limits.keyBytes + limits.valueBytes, " + ((long) keyBytes + valueBytes));
        Settings.require(
                scanBytes >= (long) keyBytes + valueBytes,
                "limits.scanBytes",
                "must have room for one row of limits.keyBytes + limits.valueBytes, " + ((long) keyBytes + valueBytes));
    }

    /** A builder with every value at its default. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.keyBytes = keyBytes;
        builder.valueBytes = valueBytes;
        builder.transactionRows = transactionRows;
        builder.transactionBytes = transactionBytes;
        builder.scanRows = scanRows;
        builder.scanBytes = scanBytes;
        builder.tableNameBytes = tableNameBytes;
        builder.openTransactions = openTransactions;
        builder.pastTransactions = pastTransactions;
        builder.queuedCommits = queuedCommits;
        builder.undecidedProposals = undecidedProposals;
        builder.groupTransactions = groupTransactions;
        builder.groupBytes = groupBytes;
        builder.segmentBatch = segmentBatch;
        builder.queuedMessages = queuedMessages;
        builder.inDoubtListed = inDoubtListed;
        builder.segmentReturnFreeBytes = segmentReturnFreeBytes;
        builder.scrubBytesPerSecond = scrubBytesPerSecond;
        builder.copyBytesPerSecond = copyBytesPerSecond;
        builder.queuedEvents = queuedEvents;
        builder.backtrackPages = backtrackPages;
        builder.contestedPages = contestedPages;
        builder.lossesToHandOver = lossesToHandOver;
        return builder;
    }

    /** The most bytes of an encoded key. At most 1 KiB, so that an inner page of the smallest size still holds several. Default 1 KiB. */
    public int keyBytes() {
        return keyBytes;
    }

    /** The most bytes of an encoded value. At most 1 MiB; what does not fit a page goes to overflow pages. Default 1 MiB. */
    public int valueBytes() {
        return valueBytes;
    }

    /** The most rows a transaction writes. Default 10,000. */
    public int transactionRows() {
        return transactionRows;
    }

    /** The most bytes, of keys and values together, that a transaction writes. Default 16 MiB. */
    public long transactionBytes() {
        return transactionBytes;
    }

    /** The most rows a scan returns. Default 10,000. */
    public int scanRows() {
        return scanRows;
    }

    /** The most bytes, of keys and values together, that a scan returns. Default 16 MiB. */
    public long scanBytes() {
        return scanBytes;
    }

    /** The most bytes of a table's name in UTF-8. Default 128. */
    public int tableNameBytes() {
        return tableNameBytes;
    }

    /** The most transactions that are open on one writer at once; one more is refused with {@link dev.sextant.api.OverloadedException}. Default 10,000. */
    public int openTransactions() {
        return openTransactions;
    }

    /** How many transactions a writer has open that read the past. Default 100. */
    public int pastTransactions() {
        return pastTransactions;
    }

    /** The most commits that wait for a writer at once; one more is refused with {@link dev.sextant.api.OverloadedException}. Default 8,192. */
    public int queuedCommits() {
        return queuedCommits;
    }

    /** The most undecided proposals of one writer; commits wait in the queue meanwhile. At most 64, since a read point lists no more. Default 64. */
    public int undecidedProposals() {
        return undecidedProposals;
    }

    /** The most transactions that share a proposal. Default 256. */
    public int groupTransactions() {
        return groupTransactions;
    }

    /** The redo after which a group takes no further transaction; one alone may have more. Default 4 MiB. */
    public long groupBytes() {
        return groupBytes;
    }

    /** The most messages that a segment answers after one sync. Default 256. */
    public int segmentBatch() {
        return segmentBatch;
    }

    /** The most messages that wait for one writer or segment; more are lost, as on a network, and sent again later. Default 65,536. */
    public int queuedMessages() {
        return queuedMessages;
    }

    /** The most proposals that {@link dev.sextant.api.ClusterStatus} lists as in doubt, for each writer. Default 100. */
    public int inDoubtListed() {
        return inDoubtListed;
    }

    /** The free space that the disk of a segment must have before the segment is brought back after its storage failed, so that it does not fail again at once. Default 64 MiB. */
    public long segmentReturnFreeBytes() {
        return segmentReturnFreeBytes;
    }

    /**
     * How much a segment that lacks pages, after it was away for long or with a new disk, takes from another one each second.
     * Default 64 MiB, at least 1 MiB.
     */
    public long copyBytesPerSecond() {
        return copyBytesPerSecond;
    }

    /** How much each segment reads a second to find damage on its disk. Default 8 MiB. */
    public long scrubBytesPerSecond() {
        return scrubBytesPerSecond;
    }

    /** The most events that wait for the listener; while it is that far behind, further ones go to the log only. Default 1,024. */
    public int queuedEvents() {
        return queuedEvents;
    }

    /**
     * The most pages that a backtrack takes back: those that have changed since the moment it goes back to. Each takes some 50 bytes
     * of one message, and on each segment's disk. Default 1,000,000.
     */
    public int backtrackPages() {
        return backtrackPages;
    }

    /** Of how many pages a writer keeps in mind that it lost them of late, and to whom. Default 4,096. */
    public int contestedPages() {
        return contestedPages;
    }

    /**
     * How often a writer has lost a page of late when it begins to hand transactions on it over to the writer that wins it. Default 1.
     */
    public int lossesToHandOver() {
        return lossesToHandOver;
    }

    /** Collects values; not safe for use by several threads at once. */
    public static final class Builder {
        private int keyBytes = 1024;
        private int valueBytes = 1 << 20;
        private int transactionRows = 10_000;
        private long transactionBytes = 16L << 20;
        private int scanRows = 10_000;
        private long scanBytes = 16L << 20;
        private int tableNameBytes = 128;
        private int openTransactions = 10_000;
        private int pastTransactions = 100;
        private int queuedCommits = 8_192;
        private int undecidedProposals = ReadPoint.MAX_MISSING;
        private int groupTransactions = 256;
        private long groupBytes = 4L << 20;
        private int segmentBatch = 256;
        private int queuedMessages = 65_536;
        private int inDoubtListed = 100;
        private long segmentReturnFreeBytes = 64L << 20;
        private long scrubBytesPerSecond = 8L << 20;
        private long copyBytesPerSecond = 64L << 20;
        private int queuedEvents = 1_024;
        private int backtrackPages = 1_000_000;
        private int contestedPages = 4_096;
        private int lossesToHandOver = 1;

        private Builder() {}

        /**
         * The limits.
         *
         * @throws dev.sextant.api.ConfigurationException if a value is not acceptable
         */
        public Limits build() {
            return new Limits(this);
        }

        /** Sets {@link Limits#keyBytes()}. */
        public Builder keyBytes(int value) {
            keyBytes = value;
            return this;
        }

        /** Sets {@link Limits#valueBytes()}. */
        public Builder valueBytes(int value) {
            valueBytes = value;
            return this;
        }

        /** Sets {@link Limits#transactionRows()}. */
        public Builder transactionRows(int value) {
            transactionRows = value;
            return this;
        }

        /** Sets {@link Limits#transactionBytes()}. */
        public Builder transactionBytes(long value) {
            transactionBytes = value;
            return this;
        }

        /** Sets {@link Limits#scanRows()}. */
        public Builder scanRows(int value) {
            scanRows = value;
            return this;
        }

        /** Sets {@link Limits#scanBytes()}. */
        public Builder scanBytes(long value) {
            scanBytes = value;
            return this;
        }

        /** Sets {@link Limits#tableNameBytes()}. */
        public Builder tableNameBytes(int value) {
            tableNameBytes = value;
            return this;
        }

        /** Sets {@link Limits#pastTransactions()}. */
        public Builder pastTransactions(int value) {
            pastTransactions = value;
            return this;
        }

        /** Sets {@link Limits#openTransactions()}. */
        public Builder openTransactions(int value) {
            openTransactions = value;
            return this;
        }

        /** Sets {@link Limits#queuedCommits()}. */
        public Builder queuedCommits(int value) {
            queuedCommits = value;
            return this;
        }

        /** Sets {@link Limits#undecidedProposals()}. */
        public Builder undecidedProposals(int value) {
            undecidedProposals = value;
            return this;
        }

        /** Sets {@link Limits#groupTransactions()}. */
        public Builder groupTransactions(int value) {
            groupTransactions = value;
            return this;
        }

        /** Sets {@link Limits#groupBytes()}. */
        public Builder groupBytes(long value) {
            groupBytes = value;
            return this;
        }

        /** Sets {@link Limits#segmentBatch()}. */
        public Builder segmentBatch(int value) {
            segmentBatch = value;
            return this;
        }

        /** Sets {@link Limits#queuedMessages()}. */
        public Builder queuedMessages(int value) {
            queuedMessages = value;
            return this;
        }

        /** Sets {@link Limits#inDoubtListed()}. */
        public Builder inDoubtListed(int value) {
            inDoubtListed = value;
            return this;
        }

        /** Sets {@link Limits#copyBytesPerSecond()}. */
        public Builder copyBytesPerSecond(long value) {
            copyBytesPerSecond = value;
            return this;
        }

        /** Sets {@link Limits#scrubBytesPerSecond()}. */
        public Builder scrubBytesPerSecond(long value) {
            scrubBytesPerSecond = value;
            return this;
        }

        /** Sets {@link Limits#segmentReturnFreeBytes()}. */
        public Builder segmentReturnFreeBytes(long value) {
            segmentReturnFreeBytes = value;
            return this;
        }

        /** Sets {@link Limits#queuedEvents()}. */
        public Builder queuedEvents(int value) {
            queuedEvents = value;
            return this;
        }

        /** Sets {@link Limits#backtrackPages()}. */
        public Builder backtrackPages(int value) {
            backtrackPages = value;
            return this;
        }

        /** Sets {@link Limits#contestedPages()}. */
        public Builder contestedPages(int value) {
            contestedPages = value;
            return this;
        }

        /** Sets {@link Limits#lossesToHandOver()}. */
        public Builder lossesToHandOver(int value) {
            lossesToHandOver = value;
            return this;
        }
    }
}
