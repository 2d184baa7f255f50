package dev.sextant.bench.space;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.Table;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import dev.sextant.bench.cli.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the run that shows what updates leave behind on disk. */
@Command(
        name = "./dev space",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Loads rows, updates them again and again, and prints what the files of all six segments take meanwhile: without"
                    + " collection they would grow with every update. By default three of them keep pages and three the log alone;"
                    + " what that saves is told against six that keep pages.",
            ""
        },
        footer = {
            "",
            "Exit code: 0 if the files never took more than three times what they took for the loaded rows, beside what was"
                    + " written within the retention window; 1 if they did; 2 if it could not run."
        })
public final class SpaceCommand extends CheckedCommand {
    private static final int WITHIN = 0;
    private static final int NOT_WITHIN = 1;
    private static final int NOT_RUN = 2;
    private static final int POINTS = 40;
    private static final int VALUE_BYTES = 100;

    @Option(names = "--rows", paramLabel = "N", description = "rows that are updated; default: ${DEFAULT-VALUE}")
    private int rows = 100_000;

    @Option(names = "--updates", paramLabel = "N", description = "updates in all; default: ${DEFAULT-VALUE}")
    private long updates = 10_000_000;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "rows that follow each other updated in one transaction; default: ${DEFAULT-VALUE}")
    private int batch = 500;

    @Option(
            names = "--retention",
            paramLabel = "SECONDS",
            description = "the window of history that is kept; default: ${DEFAULT-VALUE}")
    private int retentionSeconds = 10;

    @Option(names = "--all-full", description = "all six segments keep pages; otherwise one in each zone does")
    private boolean allFull;

    @Option(names = "--compare", description = "run both, and tell what the one takes of the other")
    private boolean compare;

    private final PrintStream out;

    SpaceCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new SpaceCommand(out), out, err);
        return CommandLines.tellingFailures(line, err, "space: ", failure -> false, NOT_RUN)
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        require(rows > 0 && updates > 0, "--rows and --updates are positive");
        require(batch > 0 && batch <= rows, "--batch is 1 to --rows");
        require(retentionSeconds > 0, "--retention is positive");
        try (TemporaryFolder folder = TemporaryFolder.create("sextant-space-")) {
            return measured(folder.path()) ? WITHIN : NOT_WITHIN;
        }
    }

    private boolean measured(Path folder) throws IOException {
        SegmentLayout layout = allFull ? SegmentLayout.ALL_FULL : SegmentLayout.FULL_AND_TAIL;
        SpaceCurve curve = measure(folder.resolve("volume"), layout);
        if (compare) {
            SegmentLayout other = allFull ? SegmentLayout.FULL_AND_TAIL : SegmentLayout.ALL_FULL;
            SpaceCurve compared = measure(folder.resolve("other"), other);
            SpaceCurve tails = allFull ? compared : curve;
            SpaceCurve sixFull = allFull ? curve : compared;
            out.println(SpaceCurve.comparison(tails, sixFull));
        }
        return curve.isWithin();
    }

    private SpaceCurve measure(Path volume, SegmentLayout layout) throws IOException {
        ClusterConfig config = ClusterConfig.in(volume)
                .writers(1)
                .segmentLayout(layout)
                .historyRetention(Duration.ofSeconds(retentionSeconds))
                .build();
        try (Cluster cluster = Cluster.open(config)) {
            Table<Long, byte[]> table = cluster.database().table("rows", Codecs.int64(), Codecs.bytes());
            Random random = new Random(1);
            for (long from = 0; from < rows; from += batch) {
                update(cluster.database(), table, from, random);
            }
            SpaceCurve curve = new SpaceCurve(layout, Stored.in(volume, layout).bytes());
            out.println(curve.heading());
            Window window = new Window(Duration.ofSeconds(retentionSeconds).toNanos());
            long step = Math.max(1, updates / POINTS);
            long next = step;
            for (long done = 0; done < updates; done += batch) {
                update(cluster.database(), table, (long) random.nextInt(Math.max(1, rows / batch)) * batch, random);
                if (done + batch >= next) {
                    next += step;
                    long inWindow = window.written(written(cluster.status()), System.nanoTime());
                    out.println(curve.line(curve.add(done + batch, Stored.in(volume, layout), inWindow)));
                }
            }
            out.println(curve.result(rows));
            return curve;
        }
    }

    private void update(Database database, Table<Long, byte[]> table, long from, Random random) {
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        database.run(tx -> {
            for (long key = from; key < Math.min(rows, from + batch); key++) {
                tx.put(table, key, value);
            }
        });
    }

    private static long written(ClusterStatus status) {
        return status.segments().stream()
                .mapToLong(ClusterStatus.SegmentStatus::writtenBytes)
                .sum();
    }

    /** What was written within the last so many nanoseconds, or a little more. */
    private static final class Window {
        private final long nanos;
        private final Deque<long[]> samples = new ArrayDeque<>();

        Window(long nanos) {
            this.nanos = nanos;
        }

        long written(long totalBytes, long nowNanos) {
            samples.addLast(new long[] {nowNanos, totalBytes});
            long[] oldest = samples.getFirst();
            while (samples.size() > 1 && nowNanos - oldest[0] > nanos) {
                samples.removeFirst();
                long[] following = samples.getFirst();
                if (nowNanos - following[0] <= nanos) {
                    samples.addFirst(oldest);
                    break;
                }
                oldest = following;
            }
            return totalBytes - samples.getFirst()[1];
        }
    }
}
