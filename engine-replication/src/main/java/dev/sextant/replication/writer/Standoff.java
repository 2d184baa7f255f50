package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.Settler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Why the last try to settle a proposal ended without a fate. As long as the same segments answer the same, no further try will
 * do better.
 *
 * @param voting the segments that promised the settler's ballot, and so may accept its value
 * @param holding those of them that hold it for COMMIT
 * @param abstaining the segments that have no say, for ever: their disks are newer than the proposal
 * @param silent the segments that did not answer
 * @param rival the undecided proposal that keeps a segment from accepting a COMMIT; null if that is not the reason
 */
public record Standoff(
        ProposalId proposal,
        List<SegmentId> voting,
        List<SegmentId> holding,
        List<SegmentId> abstaining,
        List<SegmentId> silent,
        @Nullable ProposalId rival) {
    public Standoff {
        voting = List.copyOf(voting);
        holding = List.copyOf(holding);
        abstaining = List.copyOf(abstaining);
        silent = List.copyOf(silent);
    }

    static Standoff of(Settler settler, TreeSet<SegmentId> abstaining) {
        List<SegmentId> holding = new ArrayList<>();
        List<SegmentId> silent = new ArrayList<>();
        for (int index = 0; index < SegmentId.COUNT; index++) {
            SegmentId segment = new SegmentId(index);
            Register promised = settler.promiseOf(segment);
            if (promised != null && promised.holdsCommit()) {
                holding.add(segment);
            } else if (promised == null && !abstaining.contains(segment)) {
                silent.add(segment);
            }
        }
        return new Standoff(
                settler.id(),
                settler.promisedBy(),
                holding,
                List.copyOf(abstaining),
                silent,
                settler.rival() == null ? null : settler.rival().id());
    }
}
