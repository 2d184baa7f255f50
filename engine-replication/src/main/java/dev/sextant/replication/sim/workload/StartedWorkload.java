package dev.sextant.replication.sim.workload;

import dev.sextant.api.spi.Check;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A workload whose state is made at its set-up, all at once, so that nothing of it is ever half there. */
abstract class StartedWorkload<R extends StartedWorkload.Running> implements Workload {
    private final Function<WorkloadContext, R> start;
    private @Nullable R running;

    StartedWorkload(Function<WorkloadContext, R> start) {
        this.start = start;
    }

    /** A workload that has been set up. */
    interface Running {
        /** As {@link Workload#step}. */
        CompletionStage<Step> step(int client);

        /** As {@link Workload#finish}. */
        void finish();

        /** As {@link Workload#anomalies}. */
        List<String> anomalies();
    }

    final R running() {
        return Check.present(running, "a workload is set up first");
    }

    @Override
    public final void setUp(WorkloadContext context) {
        Check.state(running == null, "a workload is set up once");
        running = start.apply(context);
    }

    @Override
    public final CompletionStage<Step> step(int client) {
        return running().step(client);
    }

    @Override
    public final void finish() {
        running().finish();
    }

    @Override
    public final List<String> anomalies() {
        return running().anomalies();
    }
}
