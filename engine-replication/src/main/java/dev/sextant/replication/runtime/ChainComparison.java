package dev.sextant.replication.runtime;

import dev.sextant.api.PageId;
import dev.sextant.storage.segment.PageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares the pages of several segments, one page after the other: the same pages, and for each the same chain and image. */
final class ChainComparison {
    private final List<DigestCursor> cursors;
    private final Consumer<String> problems;
    private long pages;
    private long versions;

    ChainComparison(List<DigestCursor> cursors, Consumer<String> problems) {
        this.cursors = new ArrayList<>(cursors);
        this.problems = problems;
    }

    /** How many pages were compared. */
    long pages() {
        return pages;
    }

    /** How many versions they have. */
    long versions() {
        return versions;
    }

    void run() {
        for (PageId page = lowest(); page != null; page = lowest()) {
            compare(page);
        }
    }

    /** The lowest page that a segment comes to next; those that refuse to go on are left out from here on. */
    private @Nullable PageId lowest() {
        PageId lowest = null;
        for (DigestCursor cursor : List.copyOf(cursors)) {
            PageDigest digest = cursor.peek();
            String refusal = cursor.refusal();
            if (refusal != null) {
                problems.accept(cursor.segment() + " could not be compared to the end: " + refusal);
                cursors.remove(cursor);
            } else if (digest != null && (lowest == null || digest.page().compareTo(lowest) < 0)) {
                lowest = digest.page();
            }
        }
        return lowest;
    }

    private void compare(PageId page) {
        PageDigest first = null;
        DigestCursor firstCursor = null;
        for (DigestCursor cursor : cursors) {
            PageDigest digest = cursor.peek();
            if (digest == null || !digest.page().equals(page)) {
                problems.accept(cursor.segment() + " lacks " + page);
                continue;
            }
            cursor.advance();
            if (digest.problem() != null) {
                problems.accept(cursor.segment() + " cannot build " + page + ": " + digest.problem());
            } else if (first == null) {
                first = digest;
                firstCursor = cursor;
            } else if (!digest.equals(first) && firstCursor != null) {
                problems.accept(page + " differs between " + firstCursor.segment() + " (" + first + ") and "
                        + cursor.segment() + " (" + digest + ")");
            }
        }
        pages++;
        versions += first == null ? 0 : first.versions();
    }
}
