package dev.sextant.replication.runtime.console;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The threads that answer requests: a bounded number of them, each for a bounded time. The server of the JDK has no limits of its own:
 * it reads a request on the thread that answers it, and waits for one that does not come. So a thread that takes too long is interrupted,
 * which closes the connection it reads from or writes to.
 *
 * <p>Thread safety: any thread.
 */
final class Workers implements Executor, AutoCloseable {
    private static final long IDLE_SECONDS = 10;

    /** Until when each working thread is to be done; none while it waits for news. Its monitor is held to interrupt one. */
    private final ConcurrentHashMap<Thread, Long> deadlines = new ConcurrentHashMap<>();

    private final ThreadPoolExecutor pool;

    private final LongSupplier nanos;

    /**
     * Threads that are not there yet.
     *
     * @param nanos only differences mean something
     */
    Workers(LongSupplier nanos) {
        this.nanos = nanos;
        pool = new ThreadPoolExecutor(
                ConsoleLimits.WORKERS,
                ConsoleLimits.WORKERS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(ConsoleLimits.WAITING_REQUESTS),
                work -> thread(work, "request"),
                (work, full) -> refuse(work));
        pool.allowCoreThreadTimeOut(true);
    }

    /** A thread that keeps no process alive. */
    static Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, "sextant-console-" + name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable request) {
        pool.execute(() -> answer(request));
    }

    private void answer(Runnable request) {
        hurry();
        try {
            request.run();
        } finally {
            pause();
            // One that came at the last moment is not meant for the next request.
            boolean unused = Thread.interrupted();
        }
    }

    /** An interrupted thread closes the connection as soon as it begins to read from it; just to drop it would leave it open. */
    private static void refuse(Runnable request) {
        Thread.currentThread().interrupt();
        try {
            request.run();
        } finally {
            boolean unused = Thread.interrupted();
        }
    }

    /** From now on the calling thread has so much time. */
    void hurry() {
        deadlines.put(Thread.currentThread(), nanos.getAsLong() + ConsoleLimits.PATIENCE_NANOS);
    }

    /** From now on it has all the time that it wants. */
    void pause() {
        synchronized (deadlines) {
            deadlines.remove(Thread.currentThread());
        }
    }

    /** Interrupts those who have taken too long. */
    void look() {
        long now = nanos.getAsLong();
        synchronized (deadlines) {
            deadlines.forEach((thread, deadline) -> {
                if (now - deadline > 0) {
                    thread.interrupt();
                }
            });
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
