package dev.sextant.api.spi;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which the API's blocking calls wait: really in a running cluster, by virtual time in a simulated one.
 *
 * <p>Contract: an interrupt does not cut a wait; the thread is found interrupted when it ends. An implementation throws
 * {@link IllegalStateException} if a thread of the engine itself would wait, which could never end.
 */
public interface Await {
    /** The value of a stage when it completes; or its failure, thrown as {@link #failure} makes it. */
    <T extends @Nullable Object> T await(CompletionStage<T> stage);

    /** Waits for so long; zero or less is no wait. Unlike {@link #await}, an interrupt ends it early; the flag stays set. */
    void pause(long nanos);

    /**
     * What a blocking call throws for a stage's failure: the exception itself without the wrappings that stages add, if it is
     * unchecked. Checked ones and errors of the JVM cannot come from the engine by contract and stay wrapped or are thrown.
     */
    static RuntimeException failure(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("a stage failed", cause);
    }
}
