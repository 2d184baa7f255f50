package dev.sextant.replication.runtime;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.replication.writer.WriterReport;
import dev.sextant.replication.writer.WriterSettings;
import dev.sextant.storage.page.PageFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * A writer slot in this process: the run that holds it now, or the last one. A run that another process fenced is followed by
 * a new one after a pause that doubles, for somebody may be about to use the slot in earnest.
 */
final class WriterHost {
    private static final long FIRST_PAUSE_NANOS = 100_000_000;
    private static final int MAX_DOUBLINGS = 6;

    private final NodeContext context;
    private final WriterId id;
    private volatile WriterRun run;
    /** What former runs counted; guarded by this. */
    private ClusterStatus.Counters formerCounters = ClusterStatus.Counters.ZERO;

    private final AttemptCounts formerAttempts = new AttemptCounts();
    private boolean counted;
    private int fencings;
    private boolean wanted = true;
    private boolean closed;

    WriterHost(NodeContext context, WriterId id) {
        this.context = context;
        this.id = id;
        this.run = newRun();
    }

    private WriterRun newRun() {
        ClusterConfig config = context.config();
        List<WriterId> peers = new ArrayList<>();
        for (int slot = 0; slot < config.writers(); slot++) {
            if (slot != id.slot()) {
                peers.add(new WriterId(slot));
            }
        }
        WriterSettings settings = new WriterSettings(
                id,
                context.random().nextLong(),
                peers,
                id.zone().ordinal(),
                Quorums.SIX,
                new PageFormat(config.pageSizeBytes()),
                config.timeouts(),
                config.limits(),
                config.tieRule(),
                context.clock().wallClock(),
                config.segmentLayout());
        return new WriterRun(context, settings, this::fenced);
    }

    WriterRun run() {
        return run;
    }

    synchronized void start() {
        run.start();
    }

    synchronized void kill() {
        wanted = false;
        run.kill();
    }

    /** Ends it for good. */
    synchronized void close() {
        closed = true;
        kill();
    }

    /** Starts a new run if the last one has ended. */
    synchronized void restart() {
        if (closed) {
            return;
        }
        wanted = true;
        WriterState state = run.state();
        if (state == WriterState.DOWN || state == WriterState.FENCED) {
            fencings = 0;
            replace();
        }
    }

    private void replace() {
        countFormer();
        run = newRun();
        counted = false;
        run.start();
    }

    private void fenced(WriterRun fenced) {
        long pause;
        synchronized (this) {
            pause = FIRST_PAUSE_NANOS << Math.min(fencings, MAX_DOUBLINGS);
            fencings++;
        }
        context.clock().at(context.clock().nowNanos() + pause, () -> replaceFenced(fenced));
    }

    private synchronized void replaceFenced(WriterRun fenced) {
        if (wanted && run == fenced) {
            replace();
        }
    }

    private void countFormer() {
        Check.state(!counted, "a run is counted once");
        counted = true;
        formerCounters = total(run);
        WriterReport report = run.report();
        if (report != null) {
            formerAttempts.add(report.attempts());
        }
    }

    // ---- status ----------------------------------------------------------------------------------------------------

    private ClusterStatus.Counters total(WriterRun of) {
        WriterReport report = of.report();
        ClusterStatus.Counters former = formerCounters;
        if (report == null) {
            return plusRollbacks(former, of.rollbacks());
        }
        WriterReport.Counters now = report.counters();
        return new ClusterStatus.Counters(
                former.commits() + now.commits(),
                former.rollbacks() + of.rollbacks(),
                former.proposals() + now.proposals(),
                former.pageConflicts() + now.pageConflicts(),
                former.rowConflicts() + now.rowConflicts(),
                former.serializationConflicts() + now.serializationConflicts(),
                former.rebases() + now.rebases(),
                former.indeterminate() + now.indeterminate(),
                former.settled() + now.settled());
    }

    private static ClusterStatus.Counters plusRollbacks(ClusterStatus.Counters to, long rollbacks) {
        return new ClusterStatus.Counters(
                to.commits(),
                to.rollbacks() + rollbacks,
                to.proposals(),
                to.pageConflicts(),
                to.rowConflicts(),
                to.serializationConflicts(),
                to.rebases(),
                to.indeterminate(),
                to.settled());
    }

    synchronized ClusterStatus.WriterStatus status() {
        WriterRun current = run;
        return WriterStatuses.of(current, total(current), formerAttempts);
    }
}
