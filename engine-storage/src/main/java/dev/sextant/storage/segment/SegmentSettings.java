package dev.sextant.storage.segment;

import dev.sextant.api.SegmentId;
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
 */
public record SegmentSettings(
        SegmentId id, long freshGeneration, long gossipIntervalNanos, long rebuildIntervalNanos, Limits limits) {
    /** {@link #gossipIntervalNanos()} unless told otherwise: 50 ms. */
    public static final long DEFAULT_GOSSIP_INTERVAL_NANOS = 50_000_000;

    /** {@link #rebuildIntervalNanos()} unless told otherwise: 100 ms. */
    public static final long DEFAULT_REBUILD_INTERVAL_NANOS = 100_000_000;

    public SegmentSettings {
        Check.argument(freshGeneration >= 0, "a generation is not negative");
        Check.argument(gossipIntervalNanos > 0, "gossip takes time");
        Check.argument(rebuildIntervalNanos > 0, "a rebuild takes time");
    }

    /** The usual settings of a segment. */
    public static SegmentSettings of(SegmentId id, long freshGeneration) {
        return new SegmentSettings(
                id, freshGeneration, DEFAULT_GOSSIP_INTERVAL_NANOS, DEFAULT_REBUILD_INTERVAL_NANOS, Limits.DEFAULT);
    }

    /** These settings with another gossip interval. */
    public SegmentSettings withGossipIntervalNanos(long intervalNanos) {
        return new SegmentSettings(id, freshGeneration, intervalNanos, rebuildIntervalNanos, limits);
    }

    /** These settings with other limits. */
    public SegmentSettings withLimits(Limits others) {
        return new SegmentSettings(id, freshGeneration, gossipIntervalNanos, rebuildIntervalNanos, others);
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
            int decisionsPerCheckpoint) {
        /** The usual limits. */
        public static final Limits DEFAULT = new Limits(256, 1L << 20, 256, 32, 64, 4_096, 64, 256, 256, 1_024);

        public Limits {
            Check.argument(toldProposals > 0 && toldBytes > 0, "an answer has room for one proposal");
            Check.argument(wantedIds > 0 && answersAtOnce > 0, "something can be asked for");
            Check.argument(buildsAtOnce > 0 && buildsWaiting >= 0, "a page can be built");
            Check.argument(deltasPerImage > 0, "an image stands for a delta at least");
            Check.argument(loadEntries > 0, "a load reads something");
            Check.argument(refusedKept > 0 && decisionsPerCheckpoint > 0, "a checkpoint records something");
        }
    }
}
