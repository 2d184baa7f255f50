package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import java.util.List;
import java.util.SortedMap;

/**
 * What a read replica is doing, for status and metrics.
 *
 * @param inDoubt proposals that it has missed for longer than the in-doubt timeout
 * @param lags how far it is behind each writer
 */
public record ReplicaReport(
        boolean ready,
        ReadPoint readPoint,
        int inDoubt,
        List<ProposalId> oldestInDoubt,
        SortedMap<WriterId, WriterReport.Lag> lags,
        long cacheMisses) {
    public ReplicaReport {
        oldestInDoubt = List.copyOf(oldestInDoubt);
    }
}
