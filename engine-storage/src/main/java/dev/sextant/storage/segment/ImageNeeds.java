package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which pages have gathered so many deltas that an image of them is due. Counts start anew with the process: a page may gather
 * twice the limit once, and never gets a wrong image for it.
 */
final class ImageNeeds {
    private final int deltasPerImage;
    private final TreeMap<PageId, Integer> deltas = new TreeMap<>();
    private final TreeSet<PageId> due = new TreeSet<>();

    ImageNeeds(int deltasPerImage) {
        this.deltasPerImage = deltasPerImage;
    }

    /** A version was added to a page. */
    void grew(PageId page) {
        int count = Check.present(deltas.merge(page, 1, Integer::sum), "a sum of counts is a count");
        if (count >= deltasPerImage) {
            due.add(page);
        }
    }

    /** Takes a page that is due; counting begins anew for it. Null if none is due. */
    @Nullable
    PageId take() {
        PageId page = due.pollFirst();
        if (page != null) {
            deltas.remove(page);
        }
        return page;
    }

    /** An image was made for another reason. */
    void imaged(PageId page) {
        deltas.remove(page);
        due.remove(page);
    }
}
