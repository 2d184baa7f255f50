package dev.sextant.replication.client;

import dev.sextant.api.PageId;
import dev.sextant.conflict.check.PendingWrite;
import dev.sextant.conflict.check.RowKey;
import dev.sextant.conflict.check.RowOperation;
import dev.sextant.conflict.check.TransactionView;
import dev.sextant.replication.writer.Snapshot;
import dev.sextant.replication.writer.WriterInput;
import dev.sextant.storage.tree.PageMissingException;
import dev.sextant.storage.tree.Tree;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the pages which a transaction writes are in memory by the time it commits: it tells the writer of each page
 * that is not, when a row on it is first touched, and names those still missing at the end, so that they come together.
 *
 * <p>Not safe for use by two threads at once.
 */
final class Prefetcher {
    private final ReaderPort port;
    private final Snapshot snapshot;
    private final TransactionView view;
    private @Nullable PageId lastAsked;

    Prefetcher(ReaderPort port, Snapshot snapshot, TransactionView view) {
        this.port = port;
        this.snapshot = snapshot;
        this.view = view;
    }

    /** A row was written. Writes that follow each other are often on one page, which is asked for once. */
    void touched(RowKey row) {
        PageId missing = missingFor(row);
        if (missing != null && !missing.equals(lastAsked)) {
            lastAsked = missing;
            port.submit(new WriterInput.Prefetch(missing));
        }
    }

    /** Pages that keep the view from finishing: the next one on the way to each row it has yet to look up. */
    SortedSet<PageId> missingToFinish() {
        SortedSet<PageId> missing = new TreeSet<>();
        for (Map.Entry<RowKey, PendingWrite> write : view.writes().rows().entrySet()) {
            PendingWrite pending = write.getValue();
            if (pending.observed() == null && !(pending.operation() instanceof RowOperation.Merge)) {
                PageId page = missingFor(write.getKey());
                if (page != null) {
                    missing.add(page);
                }
            }
            if (missing.size() == PageRetry.MAX_PAGES_AT_ONCE) {
                break;
            }
        }
        return missing;
    }

    /** The first page missing on the way from the root to the row; null if all are there. */
    private @Nullable PageId missingFor(RowKey row) {
        try {
            Tree.leafFor(snapshot, row.table(), row.key());
            return null;
        } catch (PageMissingException miss) {
            return miss.page();
        }
    }
}
