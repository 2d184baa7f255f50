package dev.sextant.storage.store;

import dev.sextant.api.SegmentId;
import dev.sextant.api.spi.Check;
import java.util.UUID;

/**
 * Whose data a store holds and how it is laid out. Written once, when the store is created; opening a store under another
 * identity is refused, so a directory that was mounted in the wrong place never joins a volume.
 */
public record StoreIdentity(UUID volumeId, SegmentId segment, int formatVersion) {
    /** The format this code reads and writes. */
    public static final int CURRENT_FORMAT_VERSION = 2;

    public StoreIdentity {
        Check.argument(formatVersion > 0, "format versions start at 1");
    }

    /** The identity of a segment in the current format. */
    public static StoreIdentity of(UUID volumeId, SegmentId segment) {
        return new StoreIdentity(volumeId, segment, CURRENT_FORMAT_VERSION);
    }

    /**
     * Verifies what was found on a disk against what is expected there.
     *
     * @param place the disk, for the error message
     * @throws StoreVersionException if the format is not the current one
     * @throws ForeignDirectoryException if it is another volume or another segment
     */
    public void verifyFound(StoreIdentity found, String place) {
        verifyVersion(found.formatVersion, place);
        if (!found.equals(this)) {
            throw ForeignDirectoryException.otherIdentity(place, found, this);
        }
    }

    /** As {@link #verifyFound}, for a reader that cannot read further than the version. */
    public static void verifyVersion(int foundFormatVersion, String place) {
        if (foundFormatVersion != CURRENT_FORMAT_VERSION) {
            throw new StoreVersionException(place, foundFormatVersion, CURRENT_FORMAT_VERSION);
        }
    }

    @Override
    public String toString() {
        return segment + " of volume " + volumeId;
    }
}
