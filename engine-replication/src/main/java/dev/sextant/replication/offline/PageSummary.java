package dev.sextant.replication.offline;

import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.storage.segment.PageVersions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a page at one segment.
 *
 * @param refusal why they cannot be read; null if they can
 * @param newest the newest decided version that the segment knows
 * @param content what the page is as of all that the segment holds; null if it cannot be built
 */
public record PageSummary(
        SegmentId segment,
        @Nullable String refusal,
        VersionId newest,
        @Nullable String content,
        List<PageVersions.Version> versions) {
    public PageSummary {
        versions = List.copyOf(versions);
    }
}
