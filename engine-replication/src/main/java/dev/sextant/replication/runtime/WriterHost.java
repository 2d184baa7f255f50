package dev.sextant.replication.runtime;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Timeouts;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.replication.node.WriterStatuses;
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
    private final StandBy standBy;
    private final int rank;
    private final Runnable onChange;
    private volatile WriterRun run;
    /** What former runs counted; guarded by this. */
    private ClusterStatus.Counters formerCounters = ClusterStatus.Counters.ZERO;

    private final AttemptCounts formerAttempts = new AttemptCounts();
    private long formerHits;
    private long formerMisses;
    private boolean counted;
    private int fencings;
    private boolean wanted = true;
    private boolean closed;

    /** When a run claims the slot. */
    enum StandBy {
        /** At once: nobody else is meant to have it. */
        NEVER,
        /** At once, but once another process has taken it, when that has fallen silent. */
        AFTER_FENCING,
        /** When its holder has fallen silent. */
        ALWAYS,
        /** At once; and when its process dies, another one that stood by takes its place. */
        WITH_SUCCESSOR
    }

    WriterHost(NodeContext context, WriterId id, StandBy standBy) {
        this(context, id, standBy, 0, () -> {});
    }

    /**
     * One of several, maybe.
     *
     * @param rank of those that stand by for the same slot each has another, so that they do not claim it all at once, again and again
     * @param onChange hears of runs that begin and end; he must not wait
     */
    WriterHost(NodeContext context, WriterId id, StandBy standBy, int rank, Runnable onChange) {
        this.rank = rank;
        this.onChange = onChange;
        this.context = context;
        this.id = id;
        this.standBy = standBy;
        this.run = newRun(standBy == StandBy.ALWAYS);
    }

    private WriterRun newRun(boolean standsBy) {
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
                config.segmentLayout(),
                standsBy ? standByNanos(config.timeouts()) : 0);
        return new WriterRun(context, settings, this::fenced, onChange);
    }

    /** They look each {@link Timeouts#resend()}, so they are that far apart and more. */
    private long standByNanos(Timeouts timeouts) {
        return timeouts.silence()
                .plus(timeouts.resend().multipliedBy(2L * rank))
                .toNanos();
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
        if (standBy == StandBy.WITH_SUCCESSOR && !closed) {
            wanted = true;
            replace(true);
        }
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
            replace(standBy == StandBy.ALWAYS);
        }
    }

    private void replace(boolean standsBy) {
        countFormer();
        run = newRun(standsBy);
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
            replace(standBy != StandBy.NEVER);
        }
    }

    private void countFormer() {
        Check.state(!counted, "a run is counted once");
        counted = true;
        formerCounters = counters(run);
        formerHits += run.residency().hits();
        WriterReport report = run.report();
        if (report != null) {
            formerAttempts.add(report.attempts());
            formerMisses += report.counters().cacheMisses();
        }
    }

    // ---- status ----------------------------------------------------------------------------------------------------

    private ClusterStatus.Counters counters(WriterRun of) {
        return formerCounters.plus(WriterStatuses.counters(of.report(), of.rollbacks()));
    }

    synchronized ClusterStatus.WriterStatus status() {
        WriterRun current = run;
        WriterReport report = current.report();
        AttemptCounts attempts = new AttemptCounts();
        attempts.add(formerAttempts);
        if (report != null) {
            attempts.add(report.attempts());
        }
        CaffeineResidency residency = current.residency();
        return WriterStatuses.of(
                id,
                current.state(),
                report,
                counters(current),
                attempts.summary(),
                new ClusterStatus.CacheStatus(
                        residency.sizeBytes(),
                        formerHits + residency.hits(),
                        formerMisses + (report == null ? 0 : report.counters().cacheMisses())));
    }
}
