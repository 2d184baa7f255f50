package dev.sextant.replication.offline;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VerifyReport;
import dev.sextant.replication.verify.Finding;
import dev.sextant.storage.segment.SegmentAudit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the verification of a closed volume found.
 *
 * @param segments what was looked at, segment by segment
 * @param comparison the segments against each other and all trees; null if no segment can serve
 * @param findings the damage, at most {@link #MOST_FINDINGS}; none if all is well
 * @param omitted how many findings were left out
 * @param notes what is worth knowing and no damage: segments that lag, pages that no table has
 */
public record VerifyResult(
        List<SegmentResult> segments,
        @Nullable VerifyReport comparison,
        List<Finding> findings,
        long omitted,
        List<String> notes) {
    /** A volume with more damage than that needs no longer list. */
    public static final int MOST_FINDINGS = 1_000;

    public VerifyResult {
        segments = List.copyOf(segments);
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /**
     * A segment.
     *
     * @param held what it holds; null if it cannot recover
     * @param audit what was looked at; null if its store cannot be opened
     */
    public record SegmentResult(
            SegmentId id, boolean whole, @Nullable ReadPoint held, SegmentAudit.@Nullable Result audit) {}

    /** Whether no damage was found. */
    public boolean isSound() {
        return findings.isEmpty();
    }
}
