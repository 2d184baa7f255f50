package dev.sextant.replication.runtime;

import dev.sextant.api.spi.Await;
import dev.sextant.api.spi.Check;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits in earnest. */
final class RealAwait implements Await {
    @Override
    public <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        if (!future.isDone()) {
            checkMayWait();
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw Await.failure(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void pause(long nanos) {
        if (nanos <= 0) {
            return;
        }
        checkMayWait();
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void checkMayWait() {
        Check.state(
                !(Thread.currentThread() instanceof EngineThread),
                "a thread of the engine must not wait for the engine: hand blocking work to an executor of your own");
    }
}
