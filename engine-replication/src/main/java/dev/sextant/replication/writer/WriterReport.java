package dev.sextant.replication.writer;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import java.util.List;
import java.util.Optional;
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
        List<Standoff> standoffs,
        SortedMap<WriterId, Lag> peers,
        int queued,
        int undecided) {
    /** What is in doubt, as the API tells it. */
    public ClusterStatus.InDoubt doubt() {
        return new ClusterStatus.InDoubt(
                inDoubt,
                oldestInDoubt,
                standoffs.stream()
                        .map(each -> new ClusterStatus.Standoff(
                                each.proposal(),
                                each.voting(),
                                each.holding(),
                                each.abstaining(),
                                each.silent(),
                                Optional.ofNullable(each.rival())))
                        .toList());
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
            long cacheMisses) {}

    /** How far this writer is behind another: proposals known of and not applied, and for how long. */
    public record Lag(long proposals, long ageNanos) {}
}
