package dev.sextant.replication.sim.swarm;

import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.replication.sim.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Has each client take step after step with pauses between them, and counts what became of the steps. */
final class ClientLoops {
    private final VirtualTime time;
    private final RandomGenerator random;
    private final Workload workload;
    private final long thinkNanos;
    private final boolean[] busy;
    private final long[] committed;
    private long unknown;
    private boolean stopped;
    private @Nullable Throwable failure;

    ClientLoops(VirtualTime time, RandomGenerator random, Workload workload, int clients, long thinkNanos) {
        this.time = time;
        this.random = random;
        this.workload = workload;
        this.thinkNanos = thinkNanos;
        busy = new boolean[clients];
        committed = new long[clients];
    }

    void start() {
        for (int client = 0; client < busy.length; client++) {
            think(client);
        }
    }

    private void think(int client) {
        // Exponential, so that now and then several steps begin at once; bounded, so that nobody sleeps through a
        // trial.
        double factor = Math.min(5, -Math.log(1 - random.nextDouble()));
        time.after((long) (thinkNanos * factor), () -> step(client));
    }

    private void step(int client) {
        if (stopped) {
            return;
        }
        busy[client] = true;
        workload.step(client).whenComplete((step, thrown) -> {
            busy[client] = false;
            if (thrown != null) {
                failure = failure == null ? thrown : failure;
                return;
            }
            committed[client] += step == Workload.Step.COMMITTED ? 1 : 0;
            unknown += step == Workload.Step.UNKNOWN ? 1 : 0;
            think(client);
        });
    }

    /** No client begins another step. */
    void stop() {
        stopped = true;
    }

    boolean isIdle() {
        for (boolean each : busy) {
            if (each) {
                return false;
            }
        }
        return true;
    }

    /** How many steps of each client have committed so far. */
    long[] committed() {
        return committed.clone();
    }

    /** The clients that have not committed a step since then. */
    List<Integer> idleSince(long[] then) {
        List<Integer> idle = new ArrayList<>();
        for (int client = 0; client < committed.length; client++) {
            if (committed[client] == then[client]) {
                idle.add(client);
            }
        }
        return idle;
    }

    /** The clients that are in the middle of a step. */
    List<Integer> busy() {
        List<Integer> found = new ArrayList<>();
        for (int client = 0; client < busy.length; client++) {
            if (busy[client]) {
                found.add(client);
            }
        }
        return found;
    }

    long unknown() {
        return unknown;
    }

    /** What a step failed with that is a bug; null if none did. */
    @Nullable
    Throwable failure() {
        return failure;
    }
}
