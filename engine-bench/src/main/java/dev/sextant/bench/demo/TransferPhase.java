package dev.sextant.bench.demo;

import dev.sextant.api.Cluster;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Moves money from eight clients on all writers while the fault script runs. */
final class TransferPhase {
    static final int CLIENTS = 8;

    private final Cluster cluster;
    private final DemoTables tables;
    private final AcknowledgementFile file;
    private final Progress progress;

    TransferPhase(Cluster cluster, DemoTables tables, AcknowledgementFile file, Progress progress) {
        this.cluster = cluster;
        this.tables = tables;
        this.file = file;
        this.progress = progress;
    }

    /** Runs for so long; returns what the survivors' commits looked like, when all are back. */
    Gaps run(int run, int seconds) throws InterruptedException {
        AtomicBoolean goOn = new AtomicBoolean(true);
        CommitTimes times = new CommitTimes();
        Timeline timeline = new Timeline(System.nanoTime(), TimeUnit.SECONDS.toNanos(seconds));
        TransferClient.Shared shared = new TransferClient.Shared(cluster, tables, file, progress, times, goOn::get);
        progress.resetGap();
        progress.phase("transfers");
        Clients clients = new Clients(progress);
        clients.startTransfers(shared, run, CLIENTS);
        FaultScript script = new FaultScript(cluster, timeline, progress);
        try {
            script.run();
        } finally {
            goOn.set(false);
            clients.join();
        }
        progress.phase("waiting for all to be back");
        FaultScript.awaitAllUp(cluster);
        return script.gaps(times);
    }
}
