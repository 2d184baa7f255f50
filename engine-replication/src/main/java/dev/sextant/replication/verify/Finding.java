package dev.sextant.replication.verify;

import dev.sextant.api.PageId;
import dev.sextant.api.SegmentId;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it must be.
 *
 * @param segment where it is; null if it is no single segment's
 * @param page which page it is about; null if it is about none
 * @param key shelf and key, in hexadecimal digits, of the record; null if it is no single record
 * @param what the whole sentence, which names both
 */
public record Finding(
        @Nullable SegmentId segment,
        @Nullable PageId page,
        @Nullable String key,
        String what) {
    /** Something about a page, at one segment or between several. */
    public static Finding ofPage(@Nullable SegmentId segment, PageId page, String what) {
        return new Finding(segment, page, null, what);
    }

    @Override
    public String toString() {
        return what;
    }
}
