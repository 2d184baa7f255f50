package dev.sextant.bench.bound;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Does something again and again for a while, in several threads that each go at their own pace, and notes how long each time took.
 */
final class Rounds {
    private static final int DIGITS = 3;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double NANOS = 1e9;
    private static final double P50 = 50;
    private static final double P99 = 99;

    /** What is done once. */
    interface Step {
        void run() throws Exception;
    }

    private Rounds() {}

    /**
     * Measures steps, a thread for each.
     *
     * @param together how many steps are one thing that is counted
     */
    static Bound measure(String name, String what, List<? extends Step> steps, int together, long nanos)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(steps.size());
        try {
            CyclicBarrier start = new CyclicBarrier(steps.size());
            List<Future<Histogram>> ends = new ArrayList<>();
            for (Step step : steps) {
                ends.add(threads.submit(() -> repeat(step, start, nanos)));
            }
            Histogram all = new Histogram(DIGITS);
            for (Future<Histogram> end : ends) {
                all.add(ended(end));
            }
            return new Bound(
                    name,
                    what,
                    all.getTotalCount() * NANOS / nanos / together,
                    all.getValueAtPercentile(P50) / NANOS_PER_MICRO,
                    all.getValueAtPercentile(P99) / NANOS_PER_MICRO);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Histogram repeat(Step step, CyclicBarrier start, long nanos) throws Exception {
        // The first time of everything is not what is asked for.
        step.run();
        await(start);
        Histogram took = new Histogram(DIGITS);
        long begin = System.nanoTime();
        long before = begin;
        while (before - begin < nanos) {
            step.run();
            long now = System.nanoTime();
            took.recordValue(now - before);
            before = now;
        }
        return took;
    }

    private static void await(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await();
        } catch (BrokenBarrierException another) {
            throw new IllegalStateException("another thread of this measurement has failed", another);
        }
    }

    private static Histogram ended(Future<Histogram> end) throws Exception {
        try {
            return end.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
