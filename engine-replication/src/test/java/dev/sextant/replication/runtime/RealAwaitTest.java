package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Waits through interrupts, unwraps failures, and never on a thread of the engine. */
class RealAwaitTest {
    private final RealAwait waits = new RealAwait();

    @Test
    void anInterruptDoesNotCutAWaitAndIsKept() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            assertEquals("answer", waits.await(answer));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        waiter.start();
        waiter.interrupt();
        Waiting.until("the waiter is back to waiting", () -> waiter.getState() == Thread.State.WAITING);
        answer.complete("answer");

        assertTrue(interrupted.get(1, TimeUnit.MINUTES));
    }

    @Test
    void aFailureIsThrownAsItIs() {
        IllegalArgumentException failure = new IllegalArgumentException("why");

        assertSame(
                failure,
                assertThrows(
                        IllegalArgumentException.class,
                        () -> waits.await(
                                CompletableFuture.failedFuture(failure).thenApply(x -> x))));
    }

    @Test
    void aThreadOfTheEngineMayNotWaitButMayTakeWhatIsThere() throws Exception {
        CompletableFuture<String> done = CompletableFuture.completedFuture("there");
        CompletableFuture<String> never = new CompletableFuture<>();
        CompletableFuture<String> seen = new CompletableFuture<>();
        new EngineThread(
                        () -> {
                            String there = waits.await(done);
                            assertThrows(IllegalStateException.class, () -> waits.await(never));
                            assertThrows(IllegalStateException.class, () -> waits.pause(1));
                            seen.complete(there);
                        },
                        "test")
                .start();

        assertEquals("there", seen.get(1, TimeUnit.MINUTES));
    }
}
