package dev.sextant.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of a volume's six segments keep pages. It is fixed when the volume is created.
 *
 * <p>Either way a commit is on four synced disks before it is acknowledged, and survives the loss of a zone and of one segment more.
 */
public enum SegmentLayout {
    /**
     * In each zone one full segment, the even one, and one tail. The volume takes three copies of its pages, beside the log of the
     * retention window. The three full segments are where its pages are: if the disks of all three are lost at once, the volume is
     * lost; no zone and one segment more are all three.
     */
    FULL_AND_TAIL,
    /** All six are full: six copies, any of which serves reads. */
    ALL_FULL;

    /** What a segment keeps. */
    public SegmentRole role(SegmentId segment) {
        return this == ALL_FULL || segment.index() % 2 == 0 ? SegmentRole.FULL : SegmentRole.TAIL;
    }

    /** Whether a segment keeps pages. */
    public boolean isFull(SegmentId segment) {
        return role(segment) == SegmentRole.FULL;
    }

    /** Those of a role, rising. */
    public List<SegmentId> segments(SegmentRole role) {
        List<SegmentId> found = new ArrayList<>();
        for (int index = 0; index < SegmentId.COUNT; index++) {
            SegmentId segment = new SegmentId(index);
            if (role(segment) == role) {
                found.add(segment);
            }
        }
        return found;
    }
}
