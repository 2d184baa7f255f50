package dev.sextant.replication.offline;

import dev.sextant.api.PageId;
import dev.sextant.api.SegmentId;
import dev.sextant.replication.verify.Finding;
import dev.sextant.storage.segment.AuditObserver;
import dev.sextant.storage.segment.Shelf;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers findings up to the most that are told. */
final class Findings {
    private final List<Finding> list = new ArrayList<>();
    private long omitted;

    List<Finding> list() {
        return list;
    }

    long omitted() {
        return omitted;
    }

    void add(Finding finding) {
        if (list.size() < VerifyResult.MOST_FINDINGS) {
            list.add(finding);
        } else {
            omitted++;
        }
    }

    /** Something about a segment as a whole. */
    void add(SegmentId segment, String what) {
        add(new Finding(segment, null, null, segment + ": " + what));
    }

    /** Takes what the audit of a segment finds. */
    AuditObserver of(SegmentId segment, AuditProgress progress) {
        return new AuditObserver() {
            @Override
            public void found(Shelf shelf, @Nullable PageId page, byte @Nullable [] key, String problem) {
                String place = key == null ? null : shelf + " " + HexFormat.of().formatHex(key);
                String where = (place == null ? shelf.toString() : place) + (page == null ? "" : ", " + page);
                add(new Finding(segment, page, place, segment + ", " + where + ": " + problem));
            }

            @Override
            public void looked(Shelf shelf, long entries) {
                progress.looked(shelf, entries);
            }
        };
    }

    /** Hears how much of a shelf was looked at. */
    @FunctionalInterface
    interface AuditProgress {
        /** Tells nobody. */
        AuditProgress NONE = (shelf, entries) -> {};

        void looked(Shelf shelf, long entries);
    }
}
