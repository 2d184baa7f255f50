package dev.sextant.bench.backtrack;

import dev.sextant.api.BacktrackReport;
import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import dev.sextant.bench.cli.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the run that takes a volume back. */
@Command(
        name = "./dev backtrack",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Loads rows, updates random ones for a while, takes the whole volume back to where it was then, and undoes that."
                    + " Each time all rows are compared with those that a read of the past sees.",
            ""
        },
        footer = {"", "Exit code: 0 if the volume was twice what it had been; 1 if it was not; 2 if it could not run."})
public final class BacktrackCommand extends CheckedCommand {
    private static final int EQUAL = 0;
    private static final int NOT_EQUAL = 1;
    private static final int NOT_RUN = 2;
    private static final int WRITERS = 2;
    private static final int VALUE_BYTES = 100;

    @Option(names = "--rows", paramLabel = "N", description = "rows in the volume; default: ${DEFAULT-VALUE}")
    private int rows = 1_000_000;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "for how long rows are updated, and how far it goes back; default: ${DEFAULT-VALUE}")
    private int seconds = 30;

    @Option(names = "--batch", paramLabel = "N", description = "rows in one transaction; default: ${DEFAULT-VALUE}")
    private int batch = 500;

    private final PrintStream out;

    BacktrackCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new BacktrackCommand(out), out, err);
        return CommandLines.tellingFailures(line, err, "backtrack: ", failure -> false, NOT_RUN)
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        require(rows > 0 && seconds > 0, "--rows and --seconds are positive");
        require(batch > 0 && batch <= rows, "--batch is 1 to --rows");
        try (TemporaryFolder folder = TemporaryFolder.create("sextant-backtrack-")) {
            return measure(folder.path().resolve("volume")) ? EQUAL : NOT_EQUAL;
        }
    }

    private boolean measure(Path volume) {
        ClusterConfig config = ClusterConfig.in(volume).writers(WRITERS).build();
        try (Cluster cluster = Cluster.open(config)) {
            Database database = cluster.database(new WriterId(0));
            Table<Long, byte[]> table = database.table("rows", Codecs.int64(), Codecs.bytes());
            Random random = new Random(1);
            for (long from = 0; from < rows; from += batch) {
                load(database, table, from, random);
            }
            out.printf(Locale.ROOT, "%d rows are loaded; %d s of updates begin%n", rows, seconds);
            awaitMoment(database);
            long begun = System.nanoTime();
            Instant moment = Instant.now();
            long updates = 0;
            while (System.nanoTime() - begun < Duration.ofSeconds(seconds).toNanos()) {
                update(database, table, random);
                updates += batch;
            }
            BacktrackReport back = cluster.backtrack(moment);
            boolean equal = tell("back", cluster, table, back);
            BacktrackReport undo = cluster.backtrack(back.before());
            equal &= tell("undo", cluster, table, undo);
            out.println(String.format(
                    Locale.ROOT,
                    "RESULT rows=%d updates=%d seconds=%d pages=%d back_ms=%d undo_pages=%d undo_ms=%d equal=%b",
                    rows,
                    updates,
                    seconds,
                    back.pages(),
                    back.took().toMillis(),
                    undo.pages(),
                    undo.took().toMillis(),
                    equal));
            return equal;
        }
    }

    /** Moments are journaled each second: waits for one that shows everything loaded. */
    private static void awaitMoment(Database database) {
        Transaction now = database.begin();
        ReadPoint loaded = now.snapshot();
        now.rollback();
        boolean shown = false;
        while (!shown) {
            Transaction past = database.asOf(Instant.now());
            shown = past.snapshot().covers(loaded);
            past.rollback();
        }
    }

    private boolean tell(String what, Cluster cluster, Table<Long, byte[]> table, BacktrackReport report) {
        Database other = cluster.database(new WriterId(1));
        long begun = System.nanoTime();
        TableDigest now = other.transact(transaction -> TableDigest.of(transaction, table));
        Duration read = Duration.ofNanos(System.nanoTime() - begun);
        TableDigest then = past(other, report.target(), table);
        TableDigest undone = past(other, report.before(), table);
        boolean equal = now.equals(then) && !now.equals(undone);
        out.printf(
                Locale.ROOT,
                "%s: %d pages in %d ms; %d rows, read anew in %d ms, %s what they were, and differ from what was undone: %b%n",
                what,
                report.pages(),
                report.took().toMillis(),
                now.rows(),
                read.toMillis(),
                now.equals(then) ? "are" : "ARE NOT",
                !now.equals(undone));
        return equal;
    }

    private static TableDigest past(Database database, ReadPoint point, Table<Long, byte[]> table) {
        Transaction past = database.asOf(point);
        try {
            return TableDigest.of(past, table);
        } finally {
            past.rollback();
        }
    }

    private void load(Database database, Table<Long, byte[]> table, long from, Random random) {
        database.run(transaction -> {
            for (long key = from; key < Math.min(rows, from + batch); key++) {
                transaction.put(table, key, value(random));
            }
        });
    }

    private void update(Database database, Table<Long, byte[]> table, Random random) {
        database.run(transaction -> {
            for (int i = 0; i < batch; i++) {
                transaction.put(table, (long) random.nextInt(rows), value(random));
            }
        });
    }

    private static byte[] value(Random random) {
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        return value;
    }
}
