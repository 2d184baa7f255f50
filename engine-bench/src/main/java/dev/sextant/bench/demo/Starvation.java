package dev.sextant.bench.demo;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.Attempts;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.config.TieRule;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/**
 * How many attempts commits take when all writers want the same few pages: under the tie rule as it is, and without its parts.
 * Each setting has a volume of its own and eight clients on each writer.
 */
final class Starvation {
    private static final int CLIENTS_A_WRITER = 8;

    private static final List<TieRule> RULES =
            List.of(TieRule.DEFAULT, new TieRule(true, false), new TieRule(false, true), new TieRule(false, false));

    private final DemoSettings settings;
    private final PrintStream out;

    Starvation(DemoSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** Runs every setting and prints a line for each. */
    void run() throws IOException, InterruptedException {
        out.printf(
                "%d writers, %d clients each, all on the same %,d accounts, %d s a setting%n",
                settings.writers(), CLIENTS_A_WRITER, DemoTables.ACCOUNTS, settings.seconds());
        out.println("hold  reservations  commits/s  page conflicts/commit  attempts p50  p99.9   max");
        for (TieRule rule : RULES) {
            try (DemoFolder folder = DemoFolder.temporary();
                    Cluster cluster = Cluster.open(settings.cluster(folder.volume(), rule))) {
                run(cluster, folder, rule);
            }
        }
    }

    private void run(Cluster cluster, DemoFolder folder, TieRule rule) throws IOException, InterruptedException {
        Acknowledgements known = new Acknowledgements();
        Progress progress = new Progress();
        DemoTables tables = DemoTables.open(cluster.database());
        tables.fill(cluster.database());
        long startNanos = System.nanoTime();
        long endNanos = startNanos + TimeUnit.SECONDS.toNanos(settings.seconds());
        BooleanSupplier goOn = () -> System.nanoTime() - endNanos < 0;
        try (AcknowledgementFile file = AcknowledgementFile.append(folder.acknowledgements(), known)) {
            TransferClient.Shared shared =
                    new TransferClient.Shared(cluster, tables, file, progress, new CommitTimes(), goOn);
            Clients clients = new Clients(progress);
            clients.startTransfers(shared, 0, settings.writers() * CLIENTS_A_WRITER);
            clients.join();
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        print(rule, progress.commits(), seconds, cluster.status());
    }

    private void print(TieRule rule, long commits, double seconds, ClusterStatus status) {
        out.printf(
                Locale.ROOT,
                "%-4s  %-12s  %,9.0f  %21.2f  %12d  %5d  %4d%n",
                rule.hold() ? "on" : "off",
                rule.reservations() ? "on" : "off",
                commits / seconds,
                status.total(ClusterStatus.Counters::pageConflicts) / (double) Math.max(1, commits),
                most(status, Attempts::p50),
                most(status, Attempts::p999),
                most(status, Attempts::max));
    }

    /** Of the writer where it is most. */
    private static int most(ClusterStatus status, ToIntFunction<Attempts> figure) {
        return status.writers().stream()
                .map(WriterStatus::attempts)
                .mapToInt(figure)
                .max()
                .orElse(0);
    }
}
