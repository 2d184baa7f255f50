package dev.sextant.replication.sim.world;

import dev.sextant.api.spi.Await;
import dev.sextant.api.spi.Check;
import dev.sextant.replication.sim.time.VirtualTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Waits by letting the world go on: for whoever drives it, between two events. */
final class PumpingAwait implements Await {
    /** No call of the API waits as long as this; a wait that does is a bug of the engine. */
    private static final long MOST_NANOS = 1_000 * VirtualTime.SECOND;

    private final VirtualTime time;

    PumpingAwait(VirtualTime time) {
        this.time = time;
    }

    @Override
    public <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        boolean done = future.isDone() || time.runUntil(time.nowNanos() + MOST_NANOS, future::isDone);
        Check.state(done, "a call of the API ends in time");
        try {
            return future.join();
        } catch (CompletionException failed) {
            throw Await.failure(failed);
        }
    }

    @Override
    public void pause(long nanos) {
        time.runFor(nanos);
    }
}
