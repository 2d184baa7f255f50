package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import org.jspecify.annotations.Nullable;

/** Hears what an audit finds, as it finds it. */
public interface AuditObserver {
    /**
     * Something is not as it must be.
     *
     * @param page which page is hit; null if none is
     * @param key of the record; null if it is no single record
     */
    void found(Shelf shelf, @Nullable PageId page, byte @Nullable [] key, String problem);

    /** So many entries of a shelf were looked at, in all; called now and then. */
    void looked(Shelf shelf, long entries);
}
