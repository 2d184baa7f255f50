package dev.sextant.replication.runtime;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.sextant.api.PageId;
import dev.sextant.replication.writer.Residency;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a buffer pool below its size by frequency and recency of use. It knows sizes, not pages: which page is to go it tells
 * by {@code evict}, and forgets it; a pool that keeps the page says its size again when it may go.
 */
final class CaffeineResidency implements Residency {
    private final Cache<PageId, Integer> sizes;
    private final Consumer<? super PageId> evict;
    private final LongAdder touches = new LongAdder();

    CaffeineResidency(long capacityBytes, Consumer<? super PageId> evict) {
        this.evict = evict;
        // Its upkeep runs where it falls due, in the calling thread: a pool of threads would be a hop for a few
        // microseconds.
        this.sizes = Caffeine.newBuilder()
                .maximumWeight(capacityBytes)
                .weigher((PageId page, Integer sizeBytes) -> sizeBytes)
                .executor(Runnable::run)
                .evictionListener(this::evicted)
                .build();
    }

    private void evicted(@Nullable PageId page, @Nullable Integer sizeBytes, RemovalCause cause) {
        if (page != null) {
            evict.accept(page);
        }
    }

    @Override
    public void touched(PageId page) {
        touches.increment();
        // Asked for the sake of being asked: that is how the cache learns of the use.
        Integer unused = sizes.getIfPresent(page);
    }

    @Override
    public void sized(PageId page, int sizeBytes) {
        if (sizeBytes == 0) {
            sizes.invalidate(page);
        } else {
            sizes.put(page, sizeBytes);
        }
    }

    /** What the pages in memory take. */
    long sizeBytes() {
        return sizes.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    /** How many reads found their page in memory. */
    long hits() {
        return touches.sum();
    }
}
