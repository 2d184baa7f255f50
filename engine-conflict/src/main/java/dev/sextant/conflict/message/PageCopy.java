package dev.sextant.conflict.message;

import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;

/** A page as of a floor. */
public record PageCopy(PageId page, VersionId version, byte[] image) {
    @Override
    public String toString() {
        return page + "@" + version + " " + image.length + "B";
    }
}
