package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import org.jspecify.annotations.Nullable;

/**
 * A page at one segment as of a read point, small enough to compare segments page by page.
 *
 * @param versions how many versions the read point sees
 * @param chainCrc CRC32C over id, base and delta of each of them, oldest first
 * @param newest the newest of them
 * @param imageCrc CRC32C of the image built there
 * @param problem why the page cannot be built there; null if it can
 * @param image the image; null unless it was asked for and could be built
 */
public record PageDigest(
        PageId page,
        long versions,
        int chainCrc,
        VersionId newest,
        int imageCrc,
        @Nullable String problem,
        byte @Nullable [] image) {
    /** A digest without the image. */
    public PageDigest(
            PageId page, long versions, int chainCrc, VersionId newest, int imageCrc, @Nullable String problem) {
        this(page, versions, chainCrc, newest, imageCrc, problem, null);
    }
}
