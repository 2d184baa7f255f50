package dev.sextant.replication.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** What every use of stages needs: failures without wrappings, and code that completes a stage whatever it throws. */
final class Stages {
    private Stages() {}

    /** What really happened, without the wrappings that stages add. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Goes on with a stage's value; if the stage fails, or what goes on throws, the target fails with that. */
    static <T> void then(CompletionStage<T> stage, CompletableFuture<?> target, Consumer<? super T> next) {
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                orFail(target, () -> next.accept(value));
            } else {
                target.completeExceptionally(cause(failure));
            }
        });
    }

    /** Runs something that will complete the stage; if it throws instead, the stage fails with that. */
    static void orFail(CompletableFuture<?> stage, Runnable step) {
        try {
            step.run();
        } catch (Throwable failure) {
            stage.completeExceptionally(cause(failure));
        }
    }
}
