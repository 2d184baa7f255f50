package dev.sextant.bench.demo;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The whole demonstration: load, transfers with faults, checks, and the checks again after closing and opening. */
final class Demonstration {
    private final DemoSettings settings;
    private final DemoFolder folder;
    private final PrintStream out;
    private final Progress progress = new Progress();

    Demonstration(DemoSettings settings, DemoFolder folder, PrintStream out) {
        this.settings = settings;
        this.folder = folder;
        this.out = out;
    }

    /** Returns whether every check held. */
    boolean run() throws IOException, InterruptedException {
        Gaps gaps;
        ClusterStatus status;
        Checks.Report report;
        try (Cluster cluster = Cluster.open(settings.cluster(folder.volume()))) {
            gaps = work(cluster);
            status = cluster.status();
            tellWork(status, gaps);
            if (settings.loseAcknowledged()) {
                LoseAcknowledged.one(cluster, folder.acknowledgements());
            }
            report = Checks.run(cluster, folder.acknowledgements(), out, "Checks");
        }
        try (Cluster reopened = Cluster.open(settings.cluster(folder.volume()))) {
            report = report.and(Checks.run(
                    reopened, folder.acknowledgements(), out, "Checks after closing and opening the cluster again"));
        }
        out.println(ResultLine.of(report, status, gaps));
        return report.verified();
    }

    private Gaps work(Cluster cluster) throws IOException, InterruptedException {
        Acknowledgements known = new Acknowledgements();
        try (AcknowledgementFile file = AcknowledgementFile.append(folder.acknowledgements(), known);
                LiveView view = LiveView.start(cluster, progress, Screen.of(out))) {
            cluster.console().ifPresent(uri -> view.say("The console is at " + uri));
            Verification.checkJava(known);
            file.append(new Note.RunBegun(Verification.runningJava()));
            DemoTables tables = DemoTables.open(cluster.database());
            openAccounts(cluster, tables, file, known, progress);
            long startNanos = System.nanoTime();
            progress.phase("loading names");
            new LoadPhase(cluster, tables, file, known, progress, settings.rowLimit()).run();
            double seconds = (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
            view.say(String.format(
                    Locale.ROOT,
                    "Loaded %,d names in %.1f s, %,.0f a second",
                    progress.loadedRows(),
                    seconds,
                    progress.loadedRows() / seconds));
            return new TransferPhase(cluster, tables, file, progress).run(known.runs(), settings.seconds());
        }
    }

    /** Accounts and counters are there from the beginning, all or none. */
    static void openAccounts(
            Cluster cluster, DemoTables tables, AcknowledgementFile file, Acknowledgements known, Progress progress) {
        if (known.accountsOpened()) {
            return;
        }
        progress.phase("opening accounts");
        tables.fill(cluster.database());
        file.append(new Note.AccountsOpened());
        progress.committed(0);
    }

    private void tellWork(ClusterStatus status, Gaps gaps) {
        out.printf(
                Locale.ROOT,
                "Moved money with %,d commits, %,d page conflicts, %,d row conflicts, %,d rebases%n",
                progress.commits(),
                status.total(ClusterStatus.Counters::pageConflicts),
                status.total(ClusterStatus.Counters::rowConflicts),
                status.total(ClusterStatus.Counters::rebases));
        for (ClusterStatus.WriterStatus writer : status.writers()) {
            ClusterStatus.Attempts attempts = writer.attempts();
            out.printf(
                    Locale.ROOT,
                    "  %s: attempts a commit p50 %d, p99.9 %d, most %d%n",
                    writer.id(),
                    attempts.p50(),
                    attempts.p999(),
                    attempts.max());
        }
        out.println("Pauses");
        gaps.print(out);
    }
}
