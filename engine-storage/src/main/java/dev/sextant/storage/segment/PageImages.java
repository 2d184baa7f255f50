package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which images of each page lie on the disk, as far as that is known: those of this run, and of pages that were looked through all. So
 * which of them the floor sees is found without reading any.
 */
final class PageImages {
    private final TreeMap<PageId, Images> pages = new TreeMap<>();
    /** Pages with something new since they were taken last. */
    private final TreeSet<PageId> changed = new TreeSet<>();

    private static final class Images {
        final TreeSet<VersionId> versions = new TreeSet<>();
        /** Whether these are all there are. */
        boolean complete;
        /** What lies below this image was dropped. */
        VersionId collectedTo = VersionId.NONE;
    }

    /** A page got an image. */
    void written(PageId page, VersionId version) {
        found(page, version);
        changed.add(page);
    }

    /** An image was found on the disk. */
    void found(PageId page, VersionId version) {
        images(page).versions.add(version);
    }

    /** All images of a page were found. */
    void foundAll(PageId page) {
        images(page).complete = true;
    }

    /** Whether all images of a page are known. */
    boolean isComplete(PageId page) {
        return images(page).complete;
    }

    /** The pages that got an image since this was asked last. */
    List<PageId> takeChanged() {
        List<PageId> taken = List.copyOf(changed);
        changed.clear();
        return taken;
    }

    /** The newest image that a point sees; null if there is none, or if what lies below it was dropped before. */
    @Nullable
    VersionId newBase(PageId page, ReadPoint floor) {
        Images images = images(page);
        for (VersionId version : images.versions.descendingSet()) {
            if (floor.sees(version)) {
                return version.equals(images.collectedTo) ? null : version;
            }
        }
        return null;
    }

    /** Takes the images below one out: they are dropped now. */
    List<VersionId> takeBelow(PageId page, VersionId base) {
        Images images = images(page);
        images.collectedTo = base;
        NavigableSet<VersionId> below = images.versions.headSet(base, false);
        List<VersionId> taken = new ArrayList<>(below);
        below.clear();
        return taken;
    }

    /** Whether a page has an image that the floor does not see yet. */
    boolean hasNewer(PageId page, ReadPoint floor) {
        Images images = images(page);
        return !images.versions.isEmpty() && !floor.sees(images.versions.last());
    }

    private Images images(PageId page) {
        return pages.computeIfAbsent(page, unused -> new Images());
    }
}
