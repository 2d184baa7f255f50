package dev.sextant.replication.runtime;

import dev.sextant.api.ClusterClosedException;
import dev.sextant.api.RepairPlan;
import dev.sextant.api.RepairRefusedException;
import dev.sextant.api.RepairReport;
import dev.sextant.api.WriterState;
import dev.sextant.api.spi.Await;
import dev.sextant.replication.repair.Planning;
import dev.sextant.replication.repair.RepairOutcome;
import dev.sextant.replication.repair.RepairSettings;
import dev.sextant.replication.repair.RepairTask;
import dev.sextant.replication.repair.Repairing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans repairs of the volume, and does those that somebody confirmed, one at a time. */
final class Repairs {
    private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);

    private final NodeContext context;
    private final Nodes nodes;
    private final Await waits;
    private volatile @Nullable RepairRun current;

    Repairs(NodeContext context, Nodes nodes, Await waits) {
        this.context = context;
        this.nodes = nodes;
        this.waits = waits;
    }

    synchronized RepairPlan plan() {
        RepairOutcome outcome = run(new Planning(settings()));
        if (outcome instanceof RepairOutcome.Planned planned) {
            return planned.plan();
        }
        throw new IllegalStateException("planning does not end with " + outcome);
    }

    /** No writer runs while it does: one that came back would claim its slot, and propose. */
    synchronized RepairReport repair(RepairPlan plan) {
        long began = context.clock().nowNanos();
        if (plan.isEmpty() && plan.isReady()) {
            return new RepairReport(List.of(), Duration.ZERO);
        }
        refuseIfOutdated(plan);
        LOG.warn("repairing as somebody confirmed: {}", plan);
        List<WriterHost> running = nodes.writers().stream()
                .filter(host -> host.run().state() != WriterState.DOWN)
                .toList();
        running.forEach(WriterHost::kill);
        RepairOutcome outcome;
        try {
            outcome = run(new Repairing(settings(), plan));
        } finally {
            if (!nodes.isClosing()) {
                running.forEach(WriterHost::restart);
            }
        }
        if (outcome instanceof RepairOutcome.Repaired repaired) {
            LOG.warn("repaired: {}", repaired.decided());
            awaitOpen(running);
            return new RepairReport(
                    repaired.decided(), Duration.ofNanos(context.clock().nowNanos() - began));
        } else if (outcome instanceof RepairOutcome.Refused refused) {
            throw refused.why();
        }
        throw new IllegalStateException("a repair does not end with " + outcome);
    }

    /** Sees that the plan is still true before any writer ends for it; the repair looks once more. */
    private void refuseIfOutdated(RepairPlan plan) {
        RepairPlan present = plan();
        if (!plan.isReady() || !present.isReady()) {
            throw RepairRefusedException.obstructed(String.join(
                    " ", present.isReady() ? List.of("They were not when the plan was made.") : present.obstacles()));
        } else if (!plan.doubts().equals(present.doubts())) {
            throw RepairRefusedException.outdated();
        }
    }

    private RepairSettings settings() {
        return RepairSettings.of(
                context.random().nextLong() >>> 1, context.config().timeouts());
    }

    /** Each task ends by itself, within its own times; so does this. */
    private RepairOutcome run(RepairTask task) {
        RepairRun run = new RepairRun(context, task);
        current = run;
        try {
            if (nodes.isClosing()) {
                throw new ClusterClosedException();
            }
            return waits.await(run.start());
        } finally {
            current = null;
            run.stop();
        }
    }

    /** Writers that do not open in time go on trying; the volume is repaired all the same. */
    private void awaitOpen(List<WriterHost> restarted) {
        CompletableFuture<?>[] openings =
                restarted.stream().map(host -> host.run().opened()).toArray(CompletableFuture[]::new);
        long patience = context.config().timeouts().open().toNanos();
        waits.await(CompletableFuture.allOf(openings)
                .handle((opened, failure) -> true)
                .completeOnTimeout(false, patience, TimeUnit.NANOSECONDS));
    }

    /** Cuts short what is going on. */
    void close() {
        RepairRun run = current;
        if (run != null) {
            run.stop();
        }
    }
}
