package dev.sextant.storage.tree;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import dev.sextant.storage.page.Page;
import java.util.ArrayList;
import java.util.List;

/** The pages from a root down to the leaf of a key, as they were when the path was walked. Depth 0 is the root. */
final class Path {
    private final List<PageId> ids = new ArrayList<>(4);
    private final List<Page> pages = new ArrayList<>(4);

    /** The depth from which on the path runs along the right edge of the tree: every child before it is the last one. */
    private boolean rightEdge = true;

    private Path() {}

    static Path to(PageSource source, PageId root, byte[] key) {
        Path path = new Path();
        PageId id = root;
        Page page = source.page(root);
        path.add(id, page);
        while (!page.isLeaf()) {
            int child = Tree.childIndex(page, key);
            path.rightEdge &= child == page.count() - 1;
            id = page.child(child);
            page = Tree.below(page, source.page(id));
            path.add(id, page);
        }
        return path;
    }

    private void add(PageId id, Page page) {
        Check.state(ids.size() <= Page.MAX_LEVEL, "a tree has at most " + Page.MAX_LEVEL + " levels");
        ids.add(id);
        pages.add(page);
    }

    int leafDepth() {
        return ids.size() - 1;
    }

    PageId id(int depth) {
        return ids.get(depth);
    }

    Page page(int depth) {
        return pages.get(depth);
    }

    /** Whether the leaf is the last one of the tree. */
    boolean isRightEdge() {
        return rightEdge;
    }
}
