package dev.sextant.replication.offline;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.storage.rocks.ReadOnlySegment;
import dev.sextant.storage.segment.Shelf;
import dev.sextant.storage.segment.StoredState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What there is in a closed volume.
 *
 * @param layout which segments keep pages
 * @param highestLsn the highest of all segments
 * @param tables as the segment that holds most has them; none if no segment can serve
 * @param problems what could not be read
 */
public record VolumeSummary(
        Path directory,
        int format,
        UUID volume,
        Instant created,
        int pageSizeBytes,
        SegmentLayout layout,
        Lsn highestLsn,
        List<SegmentSummary> segments,
        List<TableSummary> tables,
        List<String> problems) {
    public VolumeSummary {
        segments = List.copyOf(segments);
        tables = List.copyOf(tables);
        problems = List.copyOf(problems);
    }

    /**
     * A segment.
     *
     * @param refusal why its store cannot be opened, or why it cannot serve; null if it can
     * @param generation the number of its disk, 0 for the first
     * @param held what it holds; null if it cannot serve
     * @param floor below it, history has been collected
     * @param moments how many moments there are that can be read in the past
     * @param shelves what each shelf takes
     * @param pages how many pages it knows
     */
    public record SegmentSummary(
            SegmentId id,
            @Nullable String refusal,
            long generation,
            boolean whole,
            @Nullable ReadPoint held,
            ReadPoint floor,
            long moments,
            long sizeBytes,
            SortedMap<Shelf, ReadOnlySegment.FamilySize> shelves,
            long commits,
            long commitsWithoutContent,
            long pages,
            List<SlotState> slots,
            List<StoredState.InDoubt> inDoubt) {
        public SegmentSummary {
            slots = List.copyOf(slots);
            inDoubt = List.copyOf(inDoubt);
        }
    }

    /**
     * A table.
     *
     * @param pages of its tree, without those of large values
     * @param rows how many rows it has, tombstones left out
     */
    public record TableSummary(String name, PageId root, long pages, int levels, long rows) {}
}
