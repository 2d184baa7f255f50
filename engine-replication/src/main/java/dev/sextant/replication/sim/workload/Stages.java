package dev.sextant.replication.sim.workload;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a client needs to do one thing after the other without waiting. */
final class Stages {
    private Stages() {}

    /** Does something with each of the items, with one after the other; the first failure ends it. */
    static <T> CompletionStage<Boolean> inOrder(Iterable<T> items, Function<T, CompletionStage<?>> each) {
        CompletionStage<Boolean> all = done();
        for (T item : items) {
            all = all.thenCompose(before -> each.apply(item).thenApply(now -> true));
        }
        return all;
    }

    /** A stage that is complete, for what does not wait. */
    static CompletionStage<Boolean> done() {
        return CompletableFuture.completedFuture(true);
    }

    /** What is thrown at once fails the stage, too. */
    static <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> call) {
        return done().thenCompose(ready -> call.get());
    }

    /** Goes on with a stage's value, or with what it failed with, freed of its wrappings. */
    static <T, R> CompletionStage<R> settle(
            CompletionStage<T> stage,
            Function<T, CompletionStage<R>> then,
            Function<Throwable, CompletionStage<R>> failed) {
        return stage.handle((value, failure) -> failure == null ? then.apply(value) : failed.apply(cause(failure)))
                .thenCompose(next -> next);
    }

    /** What something failed with, freed of its wrappings; null if it did not. */
    static @Nullable Throwable causeIfAny(@Nullable Throwable failure) {
        return failure == null ? null : cause(failure);
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
