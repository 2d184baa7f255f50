package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.fate.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The versions of one page that a segment which does not run has, oldest first. */
public final class PageVersions {
    private PageVersions() {}

    /**
     * A version of a page.
     *
     * @param base what it was made on; null if there is no delta
     * @param deltaBytes how long its delta is; -1 if there is none
     * @param imageBytes how long its image is; -1 if there is none
     * @param fate what became of the proposal that made it; null if the segment does not know
     */
    public record Version(
            VersionId id,
            @Nullable VersionId base,
            int deltaBytes,
            int imageBytes,
            @Nullable Fate fate) {}

    /** All of them; what cannot be read is told and left out. */
    public static List<Version> read(ShelfReader reader, StoredState state, PageId page, AuditObserver observer) {
        Map<VersionId, Integer> images = new TreeMap<>();
        Map<VersionId, SegmentRecords.StoredDelta> deltas = new TreeMap<>();
        walk(reader, Shelf.PAGES, page, observer, (id, value) -> images.put(id, value.length));
        walk(reader, Shelf.REDO, page, observer, (id, value) -> deltas.put(id, SegmentRecords.delta(value)));
        Map<VersionId, Version> versions = new TreeMap<>();
        deltas.forEach((id, delta) -> versions.put(
                id,
                new Version(
                        id,
                        delta.base(),
                        delta.delta().length,
                        images.getOrDefault(id, -1),
                        state.fates().of(id.proposal()))));
        images.forEach((id, bytes) -> versions.computeIfAbsent(
                id, same -> new Version(id, null, -1, bytes, state.fates().of(id.proposal()))));
        return new ArrayList<>(versions.values());
    }

    @FunctionalInterface
    private interface Taking {
        void take(VersionId id, byte[] value);
    }

    private static void walk(ShelfReader reader, Shelf shelf, PageId page, AuditObserver observer, Taking taking) {
        reader.walk(shelf, SegmentKeys.pageBegin(page), SegmentKeys.pageEnd(page), new ShelfReader.Visitor() {
            @Override
            public void entry(byte[] key, byte[] value) {
                try {
                    taking.take(SegmentKeys.versionOf(key), value);
                } catch (RecordCorruptException e) {
                    observer.found(shelf, page, key, String.valueOf(e.getMessage()));
                }
            }

            @Override
            public void damaged(byte @Nullable [] key, String problem) {
                observer.found(shelf, page, key, problem);
            }
        });
    }
}
