package dev.sextant.storage.segment;

import org.jspecify.annotations.Nullable;

/** Reads the shelves of a segment that does not run, past whatever is damaged. */
public interface ShelfReader {
    /** Takes what is found, in the order of keys. It may read meanwhile. */
    interface Visitor {
        /** An entry whose checksum is right. */
        void entry(byte[] key, byte[] value);

        /**
         * Something that cannot be read.
         *
         * @param key of the value that is damaged; null if more than one value is, and then the walk ends there
         */
        void damaged(byte @Nullable [] key, String problem);
    }

    /** Visits the entries of {@code [from, to)}. */
    void walk(Shelf shelf, byte[] from, byte[] to, Visitor visitor);

    /** The value of a key; null if there is none, or if it is damaged. */
    byte @Nullable [] value(Shelf shelf, byte[] key);
}
