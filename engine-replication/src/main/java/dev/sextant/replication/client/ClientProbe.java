package dev.sextant.replication.client;

import dev.sextant.api.CommitResult;
import dev.sextant.api.PageId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.writer.CommitRequest;
import org.jspecify.annotations.Nullable;

/**
 * Hears of clients' calls that take their time, for whoever records that. Nothing depends on it. What is called when a call
 * ends may be called on a writer's loop, so it returns at once and never throws.
 *
 * <p>Thread safety: every method by any thread.
 */
public interface ClientProbe {
    /** Nobody records. */
    ClientProbe NONE = new ClientProbe() {};

    /** A transaction is handed to its writer to be committed. */
    default CommitWatch commitBegins(WriterId writer, CommitRequest request) {
        return CommitWatch.NONE;
    }

    /** A transaction needs a page that its writer or replica does not have in memory, and waits for it. */
    default PageWatch pageMissed(NodeAddress reader, PageId page) {
        return PageWatch.NONE;
    }

    /** Hears of the end of one commit. */
    interface CommitWatch {
        /** Nobody records this one. */
        CommitWatch NONE = (result, attempts, pages) -> {};

        /**
         * It has ended.
         *
         * @param result how; null if it threw, so that nothing was committed
         * @param attempts how many proposals it took; 0 if that is not known, as its writer has died or it was not committed
         * @param pages how many pages the proposal in which it committed changes; 0 if that is not known
         */
        void ended(@Nullable CommitResult result, int attempts, int pages);
    }

    /** Hears of the end of one wait for a page. */
    interface PageWatch {
        /** Nobody records this one. */
        PageWatch NONE = segment -> {};

        /**
         * It has ended.
         *
         * @param segment who served the page; null if it came into memory meanwhile, or did not come
         */
        void ended(@Nullable SegmentId segment);
    }
}
