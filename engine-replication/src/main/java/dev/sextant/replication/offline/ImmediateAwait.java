package dev.sextant.replication.offline;

import dev.sextant.api.spi.Await;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Waits for what is there already: nothing else happens in a closed volume. */
final class ImmediateAwait implements Await {
    @Override
    public <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw Await.failure(e);
        }
    }

    @Override
    public void pause(long nanos) {
        throw new IllegalStateException("there is nothing to wait for");
    }
}
