package dev.sextant.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sextant.api.ClusterClosedException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What a blocking call throws for a stage's failure. */
class AwaitTest {
    @Test
    void takesOffTheWrappingOfStages() {
        ClusterClosedException failure = new ClusterClosedException();
        assertSame(failure, Await.failure(failure));
        assertSame(failure, Await.failure(new CompletionException(new ExecutionException(failure))));
    }

    @Test
    void keepsWhatCannotBeThrown() {
        IOException checked = new IOException("no");
        assertSame(checked, Await.failure(new CompletionException(checked)).getCause());
        CompletionException empty = new CompletionException("nothing inside", null);
        assertSame(empty, Await.failure(empty));
    }

    @Test
    void throwsErrorsAtOnce() {
        AssertionError error = new AssertionError("a bug");
        assertEquals(error, assertThrows(AssertionError.class, () -> Await.failure(new CompletionException(error))));
    }
}
