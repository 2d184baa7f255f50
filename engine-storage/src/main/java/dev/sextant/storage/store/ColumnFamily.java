package dev.sextant.storage.store;

import java.util.Locale;

/**
 * The separately ordered key spaces of a segment store. One batch may change several of them atomically.
 *
 * <p>The {@link #id()} is part of the format on disk (it goes into every value's checksum), so it never changes and is
 * never given to another family.
 */
public enum ColumnFamily {
    /** Proposals whose fate the segment does not know yet. */
    PROPOSALS(1),
    /** Page deltas: page and LSN to redo record. */
    REDO(2),
    /** Page images: page and LSN to bytes. */
    PAGES(3),
    /** Fates: slot and sequence number to decision. */
    DECISIONS(4),
    /** The segment's own state: generation, incarnations, promises. */
    META(5);

    private final byte id;

    ColumnFamily(int id) {
        this.id = (byte) id;
    }

    /** The number that stands for this family on disk. */
    public byte id() {
        return id;
    }

    /** The name that stands for this family on disk. */
    public String diskName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
