package dev.sextant.replication.sim.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many trials, one world a thread. Worlds share nothing, so what happens in one does not depend on how many run beside it.
 *
 * <p>Thread safety: {@link #run} by one thread at a time.
 */
public final class Swarm {
    private final TrialOptions options;
    private final int threads;
    private final Consumer<? super TrialResult> listener;

    /**
     * A swarm of trials.
     *
     * @param options what is insisted on in each of them; traces and histories are of use with one seed only
     * @param threads how many worlds run at once
     * @param listener hears of each result, by one thread at a time, in the order in which they end
     */
    public Swarm(TrialOptions options, int threads, Consumer<? super TrialResult> listener) {
        this.options = options;
        this.threads = threads;
        this.listener = listener;
    }

    /**
     * Runs the trials of consecutive seeds.
     *
     * @param firstSeed the first of them
     * @param seeds how many at the most
     * @param deadlineNanos on {@link System#nanoTime}'s clock: no trial begins after it
     */
    public SwarmSummary run(long firstSeed, long seeds, long deadlineNanos) {
        SwarmSummary summary = new SwarmSummary();
        AtomicLong next = new AtomicLong();
        ExecutorService workers = Executors.newFixedThreadPool(threads, Swarm::thread);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(workers.submit(() -> work(firstSeed, seeds, deadlineNanos, next, summary)));
            }
            for (Future<?> each : running) {
                await(each);
            }
        } finally {
            workers.shutdownNow();
        }
        return summary;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "world");
        thread.setDaemon(true);
        return thread;
    }

    private void work(long firstSeed, long seeds, long deadlineNanos, AtomicLong next, SwarmSummary summary) {
        while (System.nanoTime() - deadlineNanos < 0) {
            long index = next.getAndIncrement();
            if (index >= seeds) {
                return;
            }
            long began = System.nanoTime();
            TrialResult result = Trial.run(firstSeed + index, options);
            long took = System.nanoTime() - began;
            synchronized (summary) {
                summary.add(result, took);
                listener.accept(result);
            }
        }
    }

    private static void await(Future<?> work) {
        try {
            work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while trials ran", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the simulator itself failed", e.getCause());
        }
    }

    /** The names of all workloads a trial may have. */
    public static List<String> workloads() {
        return PlanDraw.WORKLOADS;
    }

    /** A deadline for {@link #run} so many seconds from now. */
    public static long secondsFromNow(long seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Runs one seed's trial and tells in a line what was wrong; null if nothing was. */
    public static @Nullable String failureOf(long seed) {
        return failureOf(seed, null);
    }

    /** As {@link #failureOf(long)}, with a workload that is insisted on. */
    public static @Nullable String failureOf(long seed, @Nullable String workload) {
        TrialResult result = Trial.run(seed, new TrialOptions(workload, null, null, null));
        return result.isClean() ? null : result.firstProblem();
    }
}
