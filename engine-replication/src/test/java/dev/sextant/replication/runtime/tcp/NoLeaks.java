package dev.sextant.replication.runtime.tcp;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Has Netty follow every buffer while a class's tests run, and fails if one was dropped without being released. */
final class NoLeaks implements BeforeAllCallback, AfterAllCallback {
    private LeakWatch watch;

    @Override
    public void beforeAll(ExtensionContext context) {
        watch = LeakWatch.begin();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try (LeakWatch ending = watch) {
            List<String> leaks = ending.leaks();
            if (!leaks.isEmpty()) {
                throw new AssertionError("buffers were not released: " + leaks);
            }
        }
    }
}
