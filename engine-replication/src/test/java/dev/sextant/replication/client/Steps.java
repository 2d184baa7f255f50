package dev.sextant.replication.client;

import dev.sextant.api.spi.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Everything that happens in a test's cluster, one step after another on the test's thread, in an order that its seed draws.
 * Waiting is taking steps; time passes only when somebody pauses.
 */
final class Steps implements Await, Executor {
    private final List<Runnable> due = new ArrayList<>();
    private final Random order;
    private long nowNanos = Long.MAX_VALUE - 1_000; // so that it wraps round, as a real clock may
    boolean refuses;
    long pauses;

    Steps(long seed) {
        order = new Random(seed);
    }

    @Override
    public void execute(Runnable step) {
        if (refuses) {
            throw new RejectedExecutionException("closing");
        }
        due.add(step);
    }

    long nowNanos() {
        return nowNanos;
    }

    void pass(long nanos) {
        nowNanos += nanos;
    }

    boolean step() {
        if (due.isEmpty()) {
            return false;
        }
        due.remove(order.nextInt(due.size())).run();
        return true;
    }

    void runAll() {
        while (step()) {
            nowNanos++;
        }
    }

    @Override
    public <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        while (!future.isDone()) {
            if (!step()) {
                throw new AssertionError("waits for what nobody will do");
            }
        }
        try {
            return future.join();
        } catch (CompletionException | CancellationException failure) {
            throw Await.failure(failure);
        }
    }

    @Override
    public void pause(long nanos) {
        pauses++;
        pass(nanos);
    }
}
