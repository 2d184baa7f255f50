package dev.sextant.replication.verify;

import dev.sextant.api.PageId;
import dev.sextant.api.SegmentId;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it must be.
 *
 * @param segment where it is; null if it is no single segment's
 * @param page which page it is about; null if it is about none
 * @param what the whole sentence, which names both
 */
public record Finding(@Nullable SegmentId segment, @Nullable PageId page, String what) {
    @Override
    public String toString() {
        return what;
    }
}
