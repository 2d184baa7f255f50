package dev.sextant.replication.offline;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageCorruptException;
import dev.sextant.storage.tree.PageSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a closed volume as of one read point, each from the first segment that can build it. Where none is certain of
 * its end, as may be with the one segment of a backup, it is as far as the first one knows it.
 */
final class OfflinePages implements PageSource {
    private static final int KEPT_PAGES = 512;
    private static final float LOAD_FACTOR = 0.75f;

    private final List<IdleSegment> segments;
    private final ReadPoint at;
    private final Map<PageId, Page> kept = new LinkedHashMap<>(KEPT_PAGES, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PageId, Page> eldest) {
            return size() > KEPT_PAGES;
        }
    };

    OfflinePages(List<IdleSegment> segments, ReadPoint at) {
        this.segments = segments;
        this.at = at;
    }

    @Override
    public Page page(PageId id) {
        Page page = kept.get(id);
        if (page == null) {
            page = build(id);
            if (page == null) {
                throw new PageCorruptException(id, "no segment can build it");
            }
            kept.put(id, page);
        }
        return page;
    }

    private @Nullable Page build(PageId id) {
        for (IdleSegment segment : segments) {
            Page page = segment.page(id, at);
            if (page != null) {
                return page;
            }
        }
        for (IdleSegment segment : segments) {
            Page page = segment.uncertainPage(id, at);
            if (page != null) {
                return page;
            }
        }
        return null;
    }
}
