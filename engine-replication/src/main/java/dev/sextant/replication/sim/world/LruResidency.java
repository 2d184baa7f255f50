package dev.sextant.replication.sim.world;

import dev.sextant.api.PageId;
import dev.sextant.replication.writer.Residency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps a writer's pages below a size by the recency of their use: which page goes is the same in every run. */
final class LruResidency implements Residency {
    private final long capacityBytes;
    private final Consumer<PageId> evict;
    /** Sizes by page, the one that was used last at the end. */
    private final LinkedHashMap<PageId, Integer> sizes = new LinkedHashMap<>(64, 0.75f, true);

    private long sizeBytes;
    private long hits;

    LruResidency(long capacityBytes, Consumer<PageId> evict) {
        this.capacityBytes = capacityBytes;
        this.evict = evict;
    }

    @Override
    public void touched(PageId page) {
        sizes.get(page);
        hits++;
    }

    @Override
    public void sized(PageId page, int newSizeBytes) {
        Integer former = newSizeBytes == 0 ? sizes.remove(page) : sizes.put(page, newSizeBytes);
        sizeBytes += newSizeBytes - (former == null ? 0 : former);
        while (sizeBytes > capacityBytes && sizes.size() > 1) {
            Map.Entry<PageId, Integer> oldest = sizes.entrySet().iterator().next();
            sizeBytes -= oldest.getValue();
            PageId leaving = oldest.getKey();
            sizes.remove(leaving);
            evict.accept(leaving);
        }
    }

    long hits() {
        return hits;
    }

    long sizeBytes() {
        return sizeBytes;
    }
}
