package dev.sextant.api;

/** What a segment keeps of the volume. Either kind votes, and counts the same in every quorum. */
public enum SegmentRole {
    /** Pages, as images and the changes made since: it serves reads, can be backed up, and fills others with pages. */
    FULL,
    /**
     * The log, and no pages: every change, until all full segments have it in an image on their disks. It serves no pages, and
     * takes a fraction of the space.
     */
    TAIL
}
