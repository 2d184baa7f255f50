package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import java.util.List;
import java.util.SortedMap;

/** What a writer is doing, for status and metrics; counters run from the start of the process that holds the slot. */
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
        int undecided) {
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
            long cacheMisses) {}

    /** How far this writer is behind another: proposals known of and not applied, and for how long. */
    public record Lag(long proposals, long ageNanos) {}
}
