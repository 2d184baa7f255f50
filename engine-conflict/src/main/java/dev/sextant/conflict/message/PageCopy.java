package dev.sextant.conflict.message;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import java.util.List;

/**
 * A page as of a floor, and what whoever tells it knows of the page's newest version: a segment that took the image alone would
 * list none of the readers that its accept has to list, and a reader that is not listed is taken for aborted.
 *
 * @param version the newest version the floor sees, whose image this is
 * @param newest the newest decided version that is known, which the floor need not see
 * @param readers the committed readers of {@code newest}
 */
public record PageCopy(PageId page, VersionId version, byte[] image, VersionId newest, List<ProposalId> readers) {
    public PageCopy {
        readers = List.copyOf(readers);
    }

    /** A page nothing has happened to since. */
    public static PageCopy unread(PageId page, VersionId version, byte[] image) {
        return new PageCopy(page, version, image, version, List.of());
    }

    @Override
    public String toString() {
        return page + "@" + version + " " + image.length + "B";
    }
}
