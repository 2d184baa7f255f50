package dev.sextant.replication.runtime.tcp;

import dev.sextant.replication.runtime.Waiting;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;

/**
 * Has Netty follow every buffer until it is closed. {@link #leaks()} drops one itself: only when that was reported is it known that the
 * others would have been. One at a time.
 */
public final class LeakWatch implements AutoCloseable {
    private static final String PLANTED = "planted by the test";

    private final ResourceLeakDetector.Level levelBefore = ResourceLeakDetector.getLevel();
    private final LogLines reports;

    private LeakWatch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        reports = LogLines.of(ResourceLeakDetector.class.getName());
    }

    /** Begins. */
    public static LeakWatch begin() {
        return new LeakWatch();
    }

    /** The reports of buffers that were dropped without being released. */
    public List<String> leaks() {
        String planted = PLANTED + " " + System.nanoTime();
        plant(planted);
        Waiting.until("the planted leak was reported", () -> {
            System.gc();
            // Netty looks for leaks when a buffer is allocated.
            ByteBufAllocator.DEFAULT.ioBuffer(16).release();
            return !reports.warnings(planted).isEmpty();
        });
        return reports.warnings().stream()
                .filter(each -> each.contains("LEAK") && !each.contains(PLANTED))
                .toList();
    }

    private static void plant(String hint) {
        ByteBuf dropped = ByteBufAllocator.DEFAULT.ioBuffer(16);
        dropped.touch(hint);
    }

    @Override
    public void close() {
        reports.close();
        ResourceLeakDetector.setLevel(levelBefore);
    }
}
