package dev.sextant.replication.runtime.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.replication.runtime.Waiting;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final AtomicLong nowNanos = new AtomicLong();
    private final Workers workers = new Workers(nowNanos::get);
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();

    @AfterEach
    void close() {
        workers.close();
    }

    private void hang() {
        begun.incrementAndGet();
        try {
            never.await();
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
        }
    }

    @Test
    void whatTakesTooLongIsInterrupted() {
        workers.execute(this::hang);
        Waiting.until("it hangs", () -> begun.get() == 1);
        nowNanos.set(ConsoleLimits.PATIENCE_NANOS);
        workers.look();
        nowNanos.incrementAndGet();
        workers.look();
        Waiting.until("it is interrupted", () -> interrupted.get() == 1);
    }

    @Test
    void whoWaitsForNewsHasAllTheTime() {
        workers.execute(() -> {
            workers.pause();
            hang();
        });
        Waiting.until("it waits", () -> begun.get() == 1);
        nowNanos.set(10 * ConsoleLimits.PATIENCE_NANOS);
        workers.look();
        assertEquals(0, interrupted.get());
    }

    @Test
    void theNextRequestOfAThreadIsNotInterruptedForTheLast() {
        AtomicBoolean clean = new AtomicBoolean();
        for (int i = 0; i < ConsoleLimits.WORKERS; i++) {
            workers.execute(this::hang);
        }
        Waiting.until("all hang", () -> begun.get() == ConsoleLimits.WORKERS);
        workers.execute(() -> clean.set(!Thread.currentThread().isInterrupted()));
        nowNanos.set(2 * ConsoleLimits.PATIENCE_NANOS);
        workers.look();
        Waiting.until("the next one has run", clean::get);
        Waiting.until("all are interrupted", () -> interrupted.get() == ConsoleLimits.WORKERS);
    }

    @Test
    void whereThereIsNoRoomARequestIsRunInterruptedSoThatItsConnectionEnds() {
        for (int i = 0; i < ConsoleLimits.WORKERS + ConsoleLimits.WAITING_REQUESTS; i++) {
            workers.execute(this::hang);
        }
        AtomicBoolean refused = new AtomicBoolean();
        workers.execute(() -> refused.set(Thread.currentThread().isInterrupted()));
        assertTrue(refused.get());
        assertFalse(Thread.currentThread().isInterrupted(), "the thread that hands requests over goes on");
    }
}
