package dev.sextant.storage.page;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The row operations between two pages of the same kind and level. A leaf row has changed if it carries SELF, an inner row if
 * its child differs; a row of the base that is missing was removed, and a run of them at the end was truncated.
 */
final class PageDiff {
    private final Page base;
    private final Page working;
    private final DeltaBuilder delta = new DeltaBuilder();

    PageDiff(Page base, Page working) {
        this.base = base;
        this.working = working;
    }

    /** The delta; null if it would be longer than allowed. */
    byte @Nullable [] deltaUpTo(int maxBytes) {
        int baseEnd = truncate();
        int b = 0;
        for (int w = 0; w < working.count() && delta.sizeBytes() <= maxBytes; w++) {
            int order = b < baseEnd ? compare(b, w) : 1;
            while (order < 0) {
                delta.remove(base.key(b++));
                order = b < baseEnd ? compare(b, w) : 1;
            }
            boolean inBase = order == 0;
            if (working.isLeaf()) {
                leafRow(inBase, w);
            } else if (!inBase || base.word(b) != working.word(w)) {
                delta.putChild(working.key(w), new PageId(working.word(w)));
            }
            b += inBase ? 1 : 0;
        }
        for (; b < baseEnd && delta.sizeBytes() <= maxBytes; b++) {
            delta.remove(base.key(b));
        }
        return delta.sizeBytes() <= maxBytes ? delta.build() : null;
    }

    private void leafRow(boolean inBase, int w) {
        if (working.word(w) != RowLsn.SELF_VALUE) {
            Check.state(inBase, "a row that is not SELF is one of the base");
            return;
        }
        Row row = working.row(w);
        if (row.isTombstone()) {
            delta.tombstone(row.key());
        } else if (row.isLarge()) {
            delta.putLarge(row.key(), row.overflow());
        } else {
            delta.put(row.key(), row.value());
        }
    }

    /** Drops a run of missing rows at the end of the base at once. Returns where the rest of the base ends. */
    private int truncate() {
        int kept = base.count();
        while (kept > 0
                && working.find(base.bytes(), base.keyAt(kept - 1), base.restAt(kept - 1), 0, working.count()) < 0) {
            kept--;
        }
        if (base.count() - kept < 2) {
            return base.count();
        }
        delta.truncate(base.key(kept));
        return kept;
    }

    private int compare(int b, int w) {
        int baseAt = base.keyAt(b);
        int workingAt = working.keyAt(w);
        return Arrays.compareUnsigned(
                base.bytes(),
                baseAt,
                baseAt + base.keyBytes(b),
                working.bytes(),
                workingAt,
                workingAt + working.keyBytes(w));
    }
}
