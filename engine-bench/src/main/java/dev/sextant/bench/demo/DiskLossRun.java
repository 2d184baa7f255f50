package dev.sextant.bench.demo;

import dev.sextant.api.Cluster;
import dev.sextant.api.WriterId;
import dev.sextant.bench.demo.CommitTimes.Window;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Load, a healthy time, disks lost under load, and the checks: once at the end, and once after closing and opening. */
final class DiskLossRun {
    private final DiskLossSettings settings;
    private final DemoFolder folder;
    private final PrintStream out;
    private final Progress progress = new Progress();

    DiskLossRun(DiskLossSettings settings, DemoFolder folder, PrintStream out) {
        this.settings = settings;
        this.folder = folder;
        this.out = out;
    }

    /** What came of the time with losses. */
    private record Outcome(int losses, Rebuilds rebuilds, Pauses pauses, boolean whole) {}

    /** Returns whether every check held and every segment is whole. */
    boolean run() throws IOException, InterruptedException {
        Outcome outcome;
        Checks.Report report;
        try (Cluster cluster = Cluster.open(settings.cluster(folder.volume()))) {
            outcome = work(cluster);
            report = Checks.run(cluster, folder.acknowledgements(), out, "Checks");
        }
        try (Cluster reopened = Cluster.open(settings.cluster(folder.volume()))) {
            report = report.and(Checks.run(
                    reopened, folder.acknowledgements(), out, "Checks after closing and opening the cluster again"));
        }
        outcome.pauses().print(out);
        boolean verified = report.verified() && outcome.whole();
        out.println(resultLine(outcome, report, verified));
        return verified;
    }

    private static String resultLine(Outcome outcome, Checks.Report report, boolean verified) {
        Pauses.Pause worst = outcome.pauses().worst();
        return String.format(
                Locale.ROOT,
                "RESULT losses=%d rebuilt=%d rebuild_mb_s_p50=%.1f lost=%d phantom=%d max_pause_ms=%s"
                        + " healthy_p999_ms=%s ratio=%.2f commits=%d verified=%b",
                outcome.losses(),
                outcome.rebuilds().done().size(),
                outcome.rebuilds().medianMegabytesASecond(),
                report.lost(),
                report.phantom(),
                Gaps.millis(worst.longestNanos()),
                Gaps.millis(worst.healthyP999Nanos()),
                worst.ratio(),
                report.commits(),
                verified);
    }

    private Outcome work(Cluster cluster) throws IOException, InterruptedException {
        Acknowledgements known = new Acknowledgements();
        try (AcknowledgementFile file = AcknowledgementFile.append(folder.acknowledgements(), known)) {
            Verification.checkJava(known);
            file.append(new Note.RunBegun(Verification.runningJava()));
            DemoTables tables = DemoTables.open(cluster.database());
            Demonstration.openAccounts(cluster, tables, file, known, progress);
            new LoadPhase(cluster, tables, file, known, progress, settings.rowLimit()).run();
            out.printf(
                    Locale.ROOT,
                    "Loaded %,d names; %d clients move money; losses: %s, seed %d%n",
                    progress.loadedRows(),
                    settings.clients(),
                    settings.kind(),
                    settings.seed());
            return underLoad(cluster, tables, file, known.runs());
        }
    }

    private Outcome underLoad(Cluster cluster, DemoTables tables, AcknowledgementFile file, int run)
            throws InterruptedException {
        AtomicBoolean goOn = new AtomicBoolean(true);
        CommitTimes times = new CommitTimes();
        Clients clients = new Clients(progress);
        Rebuilds rebuilds = new Rebuilds(cluster);
        DiskLossScript script = new DiskLossScript(cluster, settings, progress, rebuilds, out);
        clients.startTransfers(
                new TransferClient.Shared(cluster, tables, file, progress, times, goOn::get), run, settings.clients());
        Window healthy;
        boolean whole;
        long endNanos;
        try {
            long healthyNanos = TimeUnit.SECONDS.toNanos(settings.healthySeconds());
            TimeUnit.NANOSECONDS.sleep(healthyNanos / 2);
            long fromNanos = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(healthyNanos);
            healthy = new Window(fromNanos, System.nanoTime());
            script.run();
            whole = script.awaitWhole();
            endNanos = System.nanoTime();
        } finally {
            goOn.set(false);
            clients.join();
        }
        Pauses pauses = new Pauses(
                times,
                IntStream.range(0, cluster.config().writers())
                        .mapToObj(WriterId::new)
                        .toList(),
                healthy,
                new Window(healthy.toNanos(), endNanos),
                rebuilds.done().stream().map(Rebuilds.Rebuilt::time).toList());
        return new Outcome(script.losses(), rebuilds, pauses, whole);
    }
}
