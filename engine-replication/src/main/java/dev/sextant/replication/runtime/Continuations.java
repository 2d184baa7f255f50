package dev.sextant.replication.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few threads on which asynchronous calls go on after a page has arrived. What waits for them is bounded by the transactions
 * that are open.
 */
final class Continuations implements Executor, AutoCloseable {
    private static final int MOST_THREADS = 4;
    private static final long IDLE_SECONDS = 10;

    private final AtomicInteger made = new AtomicInteger();
    private final ThreadPoolExecutor pool;

    Continuations() {
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> new EngineThread(work, "continuation-" + made.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    /** Lets what was handed over run, and refuses more. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
