package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A page at one segment as of a read point, small enough to compare segments page by page.
 *
 * @param extent what is known of the page here
 * @param versions how many versions the read point sees
 * @param chainCrc CRC32C over id, base and delta of each of them, oldest first
 * @param newest the newest of them
 * @param imageCrc CRC32C of the image built there; 0 at a tail
 * @param problem why the page cannot be built there; null if it can
 * @param image the image; null unless it was asked for and could be built
 */
public record PageDigest(
        PageId page,
        Extent extent,
        long versions,
        int chainCrc,
        VersionId newest,
        int imageCrc,
        @Nullable String problem,
        byte @Nullable [] image) {
    /** How much of a page a segment can tell. */
    public enum Extent {
        /** Its chain, and the image that it makes. */
        PAGE,
        /** Its chain: the segment is a tail. */
        CHAIN,
        /** Nothing certain: the segment is a tail, and whatever follows the page's last version is still on its way to it. */
        UNKNOWN
    }

    /** A digest of a full segment, without the image. */
    public PageDigest(
            PageId page, long versions, int chainCrc, VersionId newest, int imageCrc, @Nullable String problem) {
        this(page, Extent.PAGE, versions, chainCrc, newest, imageCrc, problem, null);
    }

    /** Whether it is the same page with the same chain, and the same image where both have one. */
    public boolean agreesWith(PageDigest other) {
        boolean images = extent == Extent.PAGE && other.extent == Extent.PAGE;
        return page.equals(other.page)
                && versions == other.versions
                && chainCrc == other.chainCrc
                && newest.equals(other.newest)
                && Objects.equals(problem, other.problem)
                && (!images || imageCrc == other.imageCrc);
    }
}
