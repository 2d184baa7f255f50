package dev.sextant.storage.segment;

import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.SegmentRole;
import dev.sextant.api.spi.Check;

/**
 * What makes one segment differ from another.
 *
 * @param id which segment of the volume
 * @param freshGeneration the generation an empty store gets; a store that is not empty keeps its own. 0 only when the volume is
 *     created: such a segment is whole from the start. Every later empty store is a lost disk, and gets a number above every
 *     generation this segment ever had, so it must come from a place that does not share the disk's fate
 * @param gossipIntervalNanos how often one other segment is asked for what is missing here
 * @param rebuildIntervalNanos how often a segment that is not whole asks for what it waits for
 * @param retention how much history is kept
 * @param scrub how often the disk is looked through for damage
 * @param copyBytesPerSecond how fast pages are taken from another segment
 * @param layout which segments of the volume keep pages; {@link SegmentLayout#ALL_FULL} unless told otherwise
 */
public record SegmentSettings(
        SegmentId id,
        long freshGeneration,
        long gossipIntervalNanos,
        long rebuildIntervalNanos,
        Limits limits,
        Retention retention,
        Scrub scrub,
        long copyBytesPerSecond,
        SegmentLayout layout) {
    /** {@link #gossipIntervalNanos()} unless told otherwise: 50 ms. */
    public static final long DEFAULT_GOSSIP_INTERVAL_NANOS = 50_000_000;

    /** {@link #rebuildIntervalNanos()} unless told otherwise: 100 ms. */
    public static final long DEFAULT_REBUILD_INTERVAL_NANOS = 100_000_000;

    /** {@link #copyBytesPerSecond()} unless told otherwise: 64 MiB. */
    public static final long DEFAULT_COPY_BYTES_PER_SECOND = 64 << 20;

    public SegmentSettings {
        Check.argument(freshGeneration >= 0, "a generation is not negative");
        Check.argument(gossipIntervalNanos > 0, "gossip takes time");
        Check.argument(rebuildIntervalNanos > 0, "a rebuild takes time");
        Check.argument(copyBytesPerSecond > 0, "pages are copied at some rate");
    }

    /** The usual settings of a segment. */
    public static SegmentSettings of(SegmentId id, long freshGeneration) {
        return new SegmentSettings(
                id,
                freshGeneration,
                DEFAULT_GOSSIP_INTERVAL_NANOS,
                DEFAULT_REBUILD_INTERVAL_NANOS,
                Limits.DEFAULT,
                Retention.DEFAULT,
                Scrub.DEFAULT,
                DEFAULT_COPY_BYTES_PER_SECOND,
                SegmentLayout.ALL_FULL);
    }

    /** These settings with another gossip interval. */
    public SegmentSettings withGossipIntervalNanos(long intervalNanos) {
        return new SegmentSettings(
                id,
                freshGeneration,
                intervalNanos,
                rebuildIntervalNanos,
                limits,
                retention,
                scrub,
                copyBytesPerSecond,
                layout);
    }

    /** These settings with other limits. */
    public SegmentSettings withLimits(Limits others) {
        return new SegmentSettings(
                id,
                freshGeneration,
                gossipIntervalNanos,
                rebuildIntervalNanos,
                others,
                retention,
                scrub,
                copyBytesPerSecond,
                layout);
    }

    /** These settings with another retention. */
    public SegmentSettings withRetention(Retention other) {
        return new SegmentSettings(
                id,
                freshGeneration,
                gossipIntervalNanos,
                rebuildIntervalNanos,
                limits,
                other,
                scrub,
                copyBytesPerSecond,
                layout);
    }

    /** These settings with another rate for copies. */
    public SegmentSettings withCopyBytesPerSecond(long bytes) {
        return new SegmentSettings(
                id,
                freshGeneration,
                gossipIntervalNanos,
                rebuildIntervalNanos,
                limits,
                retention,
                scrub,
                bytes,
                layout);
    }

    /** These settings with another way to scrub. */
    public SegmentSettings withScrub(Scrub other) {
        return new SegmentSettings(
                id,
                freshGeneration,
                gossipIntervalNanos,
                rebuildIntervalNanos,
                limits,
                retention,
                other,
                copyBytesPerSecond,
                layout);
    }

    /** These settings in a volume of another layout. */
    public SegmentSettings withLayout(SegmentLayout other) {
        return new SegmentSettings(
                id,
                freshGeneration,
                gossipIntervalNanos,
                rebuildIntervalNanos,
                limits,
                retention,
                scrub,
                copyBytesPerSecond,
                other);
    }

    /** What this segment keeps. */
    public SegmentRole role() {
        return layout.role(id);
    }

    /** Whether it keeps the log and no pages. */
    boolean isTail() {
        return role() == SegmentRole.TAIL;
    }

    /**
     * How the disk is looked through for damage.
     *
     * @param intervalNanos the pause between the end of a round and the next one, and before the first
     * @param bytesPerSecond how much is read
     */
    public record Scrub(long intervalNanos, long bytesPerSecond) {
        /** An hour of pause, 8 MiB a second. */
        public static final Scrub DEFAULT = new Scrub(3_600_000_000_000L, 8 << 20);

        public Scrub {
            Check.argument(intervalNanos > 0, "scrubbing pauses");
            Check.argument(bytesPerSecond > 0, "scrubbing reads at some rate");
        }
    }

    /**
     * How much history is kept, and how fast what is not is dropped.
     *
     * @param retentionMillis how far back every moment can be read; longer where a reader needs it
     * @param maxBytes past that much written, less is kept than the time says
     * @param readerLimitNanos how long a reader may keep history that would go otherwise, before it is cut off
     * @param collectIntervalNanos how often it is looked whether something can go
     * @param entriesPerSecond records looked at to drop them
     * @param momentMillis how far apart moments are kept, half of it at the least
     * @param momentsKept the most of them
     * @param replicaSilenceNanos a read replica that was not heard for so long keeps no history
     */
    public record Retention(
            long retentionMillis,
            long maxBytes,
            long readerLimitNanos,
            long collectIntervalNanos,
            int entriesPerSecond,
            long momentMillis,
            int momentsKept,
            long replicaSilenceNanos) {
        /** {@link #replicaSilenceNanos()} unless told otherwise: 2 s. */
        public static final long DEFAULT_REPLICA_SILENCE_NANOS = 2_000_000_000;

        /** An hour, at most 8 GiB of it in each segment. */
        public static final Retention DEFAULT = new Retention(
                3_600_000,
                8L << 30,
                3_600_000_000_000L,
                1_000_000_000,
                200_000,
                1_000,
                1 << 17,
                DEFAULT_REPLICA_SILENCE_NANOS);

        private static final long LEAST_INTERVAL_NANOS = 10_000_000;

        /**
         * The retention that is asked for: looked after ten times in its length, but at least once a second.
         *
         * @param momentMillis how often writers journal
         */
        public static Retention of(long retentionMillis, long maxBytes, long readerLimitNanos, long momentMillis) {
            long tenth = retentionMillis * 100_000;
            long interval = Math.max(LEAST_INTERVAL_NANOS, Math.min(DEFAULT.collectIntervalNanos, tenth));
            return new Retention(
                    retentionMillis,
                    maxBytes,
                    readerLimitNanos,
                    interval,
                    DEFAULT.entriesPerSecond,
                    Math.max(1, momentMillis),
                    DEFAULT.momentsKept,
                    DEFAULT_REPLICA_SILENCE_NANOS);
        }

        /** A retention in which replicas are silent after the usual time. */
        public Retention(
                long retentionMillis,
                long maxBytes,
                long readerLimitNanos,
                long collectIntervalNanos,
                int entriesPerSecond,
                long momentMillis,
                int momentsKept) {
            this(
                    retentionMillis,
                    maxBytes,
                    readerLimitNanos,
                    collectIntervalNanos,
                    entriesPerSecond,
                    momentMillis,
                    momentsKept,
                    DEFAULT_REPLICA_SILENCE_NANOS);
        }

        /** This one, with read replicas passed over when they were not heard for so long. */
        public Retention withReplicaSilenceNanos(long nanos) {
            return new Retention(
                    retentionMillis,
                    maxBytes,
                    readerLimitNanos,
                    collectIntervalNanos,
                    entriesPerSecond,
                    momentMillis,
                    momentsKept,
                    nanos);
        }

        public Retention {
            Check.argument(retentionMillis >= 0 && maxBytes > 0, "history is kept for a time, in some room");
            Check.argument(readerLimitNanos > 0 && collectIntervalNanos > 0, "readers and rounds have time");
            Check.argument(entriesPerSecond > 0, "history is dropped at some rate");
            Check.argument(momentMillis > 0 && momentsKept > 1, "moments are kept");
            Check.argument(replicaSilenceNanos > 0, "replicas have time to be heard");
        }
    }

    /**
     * How much of everything there may be at once.
     *
     * @param toldProposals proposals in one answer to a segment or writer
     * @param toldBytes deltas in one answer, after the first proposal
     * @param wantedIds contents asked for in one message to another segment
     * @param answersAtOnce answers being put together from the disk; what asks beyond that is left without one and asks again
     * @param buildsAtOnce pages being built
     * @param buildsWaiting pages that wait to be built; more are refused
     * @param deltasPerImage how many deltas a page gathers before an image of it is kept
     * @param loadEntries entries in one load
     * @param refusedKept proposals without an accept here whose content is remembered in case they commit
     * @param decisionsPerCheckpoint fates learned between two records of the held point, which recovery starts from
     * @param copiedPages pages in one answer to a segment that copies them
     */
    public record Limits(
            int toldProposals,
            long toldBytes,
            int wantedIds,
            int answersAtOnce,
            int buildsAtOnce,
            int buildsWaiting,
            int deltasPerImage,
            int loadEntries,
            int refusedKept,
            int decisionsPerCheckpoint,
            int copiedPages) {
        /** The usual limits. */
        public static final Limits DEFAULT = new Limits(256, 1L << 20, 256, 32, 64, 4_096, 64, 256, 256, 1_024, 64);

        public Limits {
            Check.argument(toldProposals > 0 && toldBytes > 0, "an answer has room for one proposal");
            Check.argument(wantedIds > 0 && answersAtOnce > 0, "something can be asked for");
            Check.argument(buildsAtOnce > 0 && buildsWaiting >= 0, "a page can be built");
            Check.argument(deltasPerImage > 0, "an image stands for a delta at least");
            Check.argument(loadEntries > 0, "a load reads something");
            Check.argument(copiedPages > 0, "an answer has room for one page");
            Check.argument(refusedKept > 0 && decisionsPerCheckpoint > 0, "a checkpoint records something");
        }
    }
}
