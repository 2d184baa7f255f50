package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import java.util.List;
import java.util.TreeSet;

/**
 * The pages that got a commit since they were taken from here: a full segment takes them to make images of them, a tail to drop
 * what it need not keep of them.
 */
final class ChangedPages {
    private final TreeSet<PageId> pages = new TreeSet<>();

    private boolean isIgnored;

    void add(PageId page) {
        if (!isIgnored) {
            pages.add(page);
        }
    }

    /** Nobody takes any: from now on none are kept. */
    void ignore() {
        isIgnored = true;
        pages.clear();
    }

    /** All of them, rising; there are none after that. */
    List<PageId> take() {
        List<PageId> taken = List.copyOf(pages);
        pages.clear();
        return taken;
    }
}
