package dev.sextant.bench.demo;

import dev.sextant.api.Cluster;
import dev.sextant.api.CommitResult;
import dev.sextant.api.CommitToken;
import dev.sextant.api.Range;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Session;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.VerifyReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Checks an open volume against the acknowledgement file beside it: reads every row of one snapshot, which is the newest one
 * anywhere ({@code GLOBAL}), and compares every page on all segments. To be used when no client is at work.
 */
final class Checks {
    private static final TransactionOptions NEWEST_ANYWHERE = TransactionOptions.DEFAULT
            .withConsistency(ReadConsistency.GLOBAL)
            .asReadOnly()
            .withName("check");

    private static final ScanOptions ROWS_AT_ONCE = ScanOptions.DEFAULT.withLimit(2_000);
    private static final int PROBLEMS_SHOWN = 5;

    /** What the checks came to. */
    record Report(long rows, long commits, long lost, long phantom, boolean verified) {
        /** Both of these; what is counted is counted where there is more of it. */
        Report and(Report other) {
            return new Report(
                    other.rows,
                    other.commits,
                    Math.max(lost, other.lost),
                    Math.max(phantom, other.phantom),
                    verified && other.verified);
        }
    }

    private final Cluster cluster;
    private final Path file;
    private final PrintStream out;
    private boolean allHold = true;

    private Checks(Cluster cluster, Path file, PrintStream out) {
        this.cluster = cluster;
        this.file = file;
        this.out = out;
    }

    /** Runs every check, tells each in a line, and writes down what the attempts in doubt have come to. */
    static Report run(Cluster cluster, Path file, PrintStream out, String title) throws IOException {
        out.println(title);
        return new Checks(cluster, file, out).run();
    }

    private Report run() throws IOException {
        askOutcomes();
        Acknowledgements told = new Acknowledgements();
        AcknowledgementFile.read(file, told);
        DemoTables tables = DemoTables.open(cluster.database());
        Audit audit;
        try (Session session = cluster.database().session()) {
            audit = session.transact(NEWEST_ANYWHERE, transaction -> read(transaction, tables, new Audit(told)));
        }
        audit.findings().forEach(finding -> tell(finding.holds(), finding.text()));
        writeDown(audit.resolutions());
        compareSegments();
        return new Report(audit.rows(), told.commits(), audit.lost(), audit.phantom(), allHold);
    }

    /** Clients that were told that the outcome is not known yet ask again, as applications would. */
    private void askOutcomes() throws IOException {
        Acknowledgements told = new Acknowledgements();
        try (AcknowledgementFile notes = AcknowledgementFile.append(file, told);
                Session session = cluster.database().session()) {
            for (Map.Entry<Long, CommitToken> doubt : told.tokens().entrySet()) {
                AttemptId attempt = AttemptId.of(doubt.getKey());
                CommitResult outcome = session.outcome(doubt.getValue());
                if (outcome instanceof CommitResult.Committed) {
                    notes.append(new Note.Committed(attempt));
                } else if (outcome instanceof CommitResult.Conflicted) {
                    notes.append(new Note.Refused(attempt));
                }
            }
        }
    }

    private static Audit read(Transaction transaction, DemoTables tables, Audit audit) {
        scan(transaction, tables.names(), audit::name);
        scan(transaction, tables.accounts(), audit::account);
        scan(transaction, tables.counters(), audit::counter);
        scan(transaction, tables.ledger(), audit::ledger);
        return audit;
    }

    private static <K, V> void scan(Transaction transaction, Table<K, V> table, BiConsumer<K, V> consumer) {
        List<Row<K, V>> rows = transaction.scan(table, Range.all(), ROWS_AT_ONCE);
        while (!rows.isEmpty()) {
            rows.forEach(row -> consumer.accept(row.key(), row.value()));
            K last = rows.get(rows.size() - 1).key();
            rows = transaction.scan(table, Range.greaterThan(last), ROWS_AT_ONCE);
        }
    }

    private void writeDown(List<Note> resolutions) throws IOException {
        try (AcknowledgementFile notes = AcknowledgementFile.append(file, new Acknowledgements())) {
            resolutions.forEach(notes::append);
        }
    }

    private void compareSegments() {
        VerifyReport report = cluster.verify();
        tell(
                report.isSound(),
                String.format(
                        "every page is the same on %d segments: %,d pages, %,d versions, %d trees",
                        report.segments(), report.pages(), report.versions(), report.trees()));
        report.problems().stream().limit(PROBLEMS_SHOWN).forEach(problem -> out.println("         " + problem));
    }

    private void tell(boolean holds, String text) {
        allHold &= holds;
        out.println((holds ? "  ok     " : "  FAILED ") + text);
    }
}
