package dev.sextant.replication.sim.workload;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.BacktrackReport;
import dev.sextant.api.Cluster;
import dev.sextant.api.Database;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterId;
import dev.sextant.replication.sim.time.VirtualTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A real cluster as the world of a workload, with virtual time that follows the real one. */
final class RealWorld implements WorkloadContext {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final int CLIENTS = 8;

    private final Cluster cluster;
    private final OneThread thread = new OneThread();
    private final VirtualTime time = new VirtualTime();
    private final Random random;
    private final Map<Workload.Step, Integer> steps = new EnumMap<>(Workload.Step.class);
    private Throwable failure;
    private int left;
    private int atWork;

    RealWorld(Cluster cluster, long seed) {
        this.cluster = cluster;
        random = new Random(seed);
    }

    /** A session is promised only what it has seen itself; so every writer is made to see the beginning. */
    private void seeTheSetUp() {
        TransactionOptions global = TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL);
        for (int slot = 0; slot < writers(); slot++) {
            cluster.database(new WriterId(slot)).begin(global).close();
        }
    }

    /** Lets clients take so many steps, all of them at once and each one after the other, and finishes. */
    Map<Workload.Step, Integer> run(Workload workload, int count) throws Exception {
        workload.setUp(this);
        seeTheSetUp();
        left = count;
        for (int client = 0; client < CLIENTS; client++) {
            atWork++;
            next(workload, client);
        }
        await();
        if (failure != null) {
            throw new AssertionError("a step failed", failure);
        }
        workload.finish();
        return steps;
    }

    private void next(Workload workload, int client) {
        if (left-- <= 0) {
            atWork--;
            return;
        }
        workload.step(client).whenComplete((step, failed) -> {
            if (failed != null) {
                failure = failed;
                atWork--;
            } else {
                steps.merge(step, 1, Integer::sum);
                thread.execute(() -> next(workload, client));
            }
        });
    }

    private void await() throws InterruptedException {
        long begin = System.nanoTime();
        while (atWork > 0) {
            long sinceNanos = System.nanoTime() - begin;
            assertTrue(sinceNanos < PATIENCE_NANOS, () -> atWork + " clients are still at it");
            thread.runSome();
            time.runUntil(sinceNanos, () -> false);
        }
    }

    @Override
    public int clients() {
        return CLIENTS;
    }

    @Override
    public int writers() {
        return cluster.config().writers();
    }

    @Override
    public Database database() {
        return thread.wrap(cluster.database());
    }

    @Override
    public Database database(WriterId writer) {
        return thread.wrap(cluster.database(writer));
    }

    @Override
    public CompletionStage<BacktrackReport> backtrack(ReadPoint target) {
        return CompletableFuture.supplyAsync(() -> cluster.backtrack(target));
    }

    @Override
    public VirtualTime time() {
        return time;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }
}
