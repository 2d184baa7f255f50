package dev.sextant.replication.runtime.tcp;

import dev.sextant.replication.runtime.Waiting;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has Netty follow every buffer while a class's tests run, and fails if one was dropped without being released. In the end it
 * drops one itself: only when that was reported is it known that the others would have been.
 */
final class NoLeaks implements BeforeAllCallback, AfterAllCallback {
    private static final String PLANTED = "planted by the test";

    private ResourceLeakDetector.Level levelBefore = ResourceLeakDetector.getLevel();
    private LogLines reports;

    @Override
    public void beforeAll(ExtensionContext context) {
        levelBefore = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        reports = LogLines.of(ResourceLeakDetector.class.getName());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try {
            String planted = PLANTED + " " + System.nanoTime();
            plant(planted);
            Waiting.until("the planted leak was reported", () -> {
                System.gc();
                // Netty looks for leaks when a buffer is allocated.
                ByteBufAllocator.DEFAULT.ioBuffer(16).release();
                return !reports.warnings(planted).isEmpty();
            });
            List<String> others = reports.warnings().stream()
                    .filter(each -> each.contains("LEAK") && !each.contains(PLANTED))
                    .toList();
            if (!others.isEmpty()) {
                throw new AssertionError("buffers were not released: " + others);
            }
        } finally {
            reports.close();
            ResourceLeakDetector.setLevel(levelBefore);
        }
    }

    private static void plant(String hint) {
        ByteBuf dropped = ByteBufAllocator.DEFAULT.ioBuffer(16);
        dropped.touch(hint);
    }
}
