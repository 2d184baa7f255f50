package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import java.util.List;
import java.util.SortedMap;

/**
 * What a writer is doing, for status and metrics; counters run from the start of the process that holds the slot.
 *
 * @param quorum how long it takes from a proposal to the vote that commits it
 * @param votes how long it takes from a proposal to each segment's vote, by the segment's index
 */
public record WriterReport(
        WriterState state,
        long incarnation,
        ReadPoint readPoint,
        Counters counters,
        int[] attempts,
        int inDoubt,
        List<ProposalId> oldestInDoubt,
        SortedMap<WriterId, Lag> peers,
        int queued,
        int undecided,
        Latency quorum,
        List<Latency> votes) {
    public WriterReport {
        votes = List.copyOf(votes);
    }

    /** How often what happened. */
    public record Counters(
            long commits,
            long abandoned,
            long proposals,
            long pageConflicts,
            long rowConflicts,
            long serializationConflicts,
            long rebases,
            long indeterminate,
            long settled,
            long cacheMisses,
            long handedOver,
            long cameBack,
            long takenOver) {}

    /** How far this writer is behind another: proposals known of and not applied, and for how long. */
    public record Lag(long proposals, long ageNanos) {}

    /** How long something has taken of late; {@link #NONE} if it did not happen. */
    public record Latency(long count, long p50Nanos, long p99Nanos, long maxNanos) {
        static final Latency NONE = new Latency(0, 0, 0, 0);
    }
}
