package dev.sextant.replication.client;

import dev.sextant.api.ClusterClosedException;
import dev.sextant.api.PageId;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.Snapshot;
import dev.sextant.replication.writer.WriterInput;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.tree.PageMissingException;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Runs the operations of one transaction, each again and again until no page of its snapshot is missing any more: with the
 * caller waiting for the pages, or with nobody waiting. While everything is in memory both run at once.
 *
 * <p>An operation that throws {@link PageMissingException} can be run again, by the contract of what it uses.
 *
 * <p>Thread safety: any thread; one operation runs at a time, and none while pages are on their way.
 */
final class PageRetry {
    /** The most pages that are asked for at once. */
    static final int MAX_PAGES_AT_ONCE = 64;

    private final ClientContext context;
    private final ReaderPort port;
    private final Snapshot snapshot;
    private final Refusals refusals;
    private final ReentrantLock lock = new ReentrantLock();

    PageRetry(ClientContext context, ReaderPort port, Snapshot snapshot, Refusals refusals) {
        this.context = context;
        this.port = port;
        this.snapshot = snapshot;
        this.refusals = refusals;
    }

    /** An operation, and what it will need beside the page it missed. */
    interface Operation<T> extends Supplier<T> {
        /** Further pages that will be missing, at most {@link #MAX_PAGES_AT_ONCE}; asked for together. */
        default SortedSet<PageId> alsoMissing() {
            return new TreeSet<>();
        }
    }

    /** Runs the operation, waiting for pages as long as need be. */
    <T> T now(Operation<T> operation) {
        while (true) {
            SortedSet<PageId> missing;
            lock.lock();
            try {
                try {
                    return operation.get();
                } catch (PageMissingException miss) {
                    missing = missing(operation, miss);
                }
            } finally {
                lock.unlock();
            }
            supply(context.ports().waits().await(fetch(missing)));
        }
    }

    /** Runs the operation, and if pages are missing goes on when they have come. */
    <T> CompletableFuture<T> later(Operation<T> operation) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Stages.orFail(done, () -> step(operation, done));
        return done;
    }

    private <T> void step(Operation<T> operation, CompletableFuture<T> done) {
        T value;
        SortedSet<PageId> missing;
        lock.lock();
        try {
            try {
                value = operation.get();
                missing = new TreeSet<>();
            } catch (PageMissingException miss) {
                value = null;
                missing = missing(operation, miss);
            }
        } finally {
            lock.unlock();
        }
        if (missing.isEmpty()) {
            done.complete(value);
        } else {
            Stages.then(fetch(missing), done, pages -> goOn(operation, done, pages));
        }
    }

    private <T> void goOn(Operation<T> operation, CompletableFuture<T> done, Map<PageId, Page> pages) {
        try {
            context.ports()
                    .continuations()
                    .execute(() -> Stages.orFail(done, () -> {
                        supply(pages);
                        step(operation, done);
                    }));
        } catch (RejectedExecutionException closing) {
            ClusterClosedException closed = new ClusterClosedException();
            closed.addSuppressed(closing);
            throw closed;
        }
    }

    private static SortedSet<PageId> missing(Operation<?> operation, PageMissingException miss) {
        SortedSet<PageId> missing = operation.alsoMissing();
        missing.add(miss.page());
        return missing;
    }

    private CompletableFuture<Map<PageId, Page>> fetch(SortedSet<PageId> missing) {
        Map<PageId, CompletableFuture<Page>> coming = new TreeMap<>();
        for (PageId page : missing) {
            coming.put(page, fetch(page));
        }
        return CompletableFuture.allOf(coming.values().toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> {
                    Map<PageId, Page> pages = new TreeMap<>();
                    coming.forEach((id, page) -> pages.put(id, page.join()));
                    return pages;
                });
    }

    private CompletableFuture<Page> fetch(PageId page) {
        ClientProbe.PageWatch watch = context.ports().probe().pageMissed(port.address(), page);
        CompletionStage<ClientAnswer> answer =
                port.request(id -> new WriterInput.FetchPage(id, page, snapshot.readPoint()));
        if (watch != ClientProbe.PageWatch.NONE) {
            answer = answer.whenComplete((told, failure) ->
                    watch.ended(told instanceof ClientAnswer.PageFetched fetched ? fetched.from() : null));
        }
        return answer.thenApply(this::page).toCompletableFuture();
    }

    private Page page(ClientAnswer answer) {
        if (answer instanceof ClientAnswer.PageFetched fetched) {
            return fetched.page();
        }
        if (answer instanceof ClientAnswer.Failed failed) {
            throw refusals.exception(failed, Refusals.SEGMENTS_TO_READ);
        }
        throw Refusals.unexpected(answer);
    }

    private void supply(Map<PageId, Page> pages) {
        lock.lock();
        try {
            pages.forEach(snapshot::supply);
        } finally {
            lock.unlock();
        }
    }
}
