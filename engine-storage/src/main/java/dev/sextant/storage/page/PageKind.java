package dev.sextant.storage.page;

import org.jspecify.annotations.Nullable;

/** What a page holds. The code is part of the stored format and never changes its meaning. */
public enum PageKind {
    /** Rows of a table: key to value or tombstone. The only kind at level 0. */
    LEAF(1),
    /** Separator keys and the child pages below them, at level 1 and up. */
    INNER(2),
    /** One stretch of a value too large for a row. Written once, with the version of the row that refers to it. */
    OVERFLOW(3),
    /** An overflow page whose row is gone. It holds nothing and is never written again. */
    FREE(4);

    private final int code;

    PageKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The kind of a stored code; null if there is none. */
    static @Nullable PageKind ofCode(int code) {
        return switch (code) {
            case 1 -> LEAF;
            case 2 -> INNER;
            case 3 -> OVERFLOW;
            case 4 -> FREE;
            default -> null;
        };
    }

    boolean hasRows() {
        return this == LEAF || this == INNER;
    }
}
