package dev.sextant.bench.damage;

import dev.sextant.api.Cluster;
import dev.sextant.api.Database;
import dev.sextant.api.SegmentId;
import dev.sextant.api.Table;
import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import dev.sextant.bench.cli.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the run that damages files of closed segments. */
@Command(
        name = "./dev damage",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Again and again: takes a closed volume, flips a bit of one file of one segment or cuts the file short, opens the"
                    + " volume, and sees that everything acknowledged is read and nothing else, that commits go on, and that the"
                    + " damage is mended from the other segments.",
            ""
        },
        footer = {
            "",
            "Exit code: 0 if nothing was lost and no answer was wrong; 1 if anything was; 2 if it could not run."
        })
public final class DamageCommand extends CheckedCommand {
    private static final int RIGHT = 0;
    private static final int NOT_RIGHT = 1;
    private static final int NOT_RUN = 2;
    private static final int CASES_PER_LINE = 25;
    private static final int ROUNDS = 3;
    private static final int LARGE_VALUE_BYTES = 20_000;

    @Option(names = "--cases", paramLabel = "N", description = "how often; default: ${DEFAULT-VALUE}")
    private int cases = 500;

    @Option(names = "--rows", paramLabel = "N", description = "rows of the volume; default: ${DEFAULT-VALUE}")
    private int rows = 300;

    @Option(names = "--seed", paramLabel = "N", description = "what the damage is drawn from; default: drawn")
    private long seed = new SplittableRandom().nextLong(1L << 32);

    @Option(names = "--each", description = "print every case, not only those that are not right")
    private boolean each;

    private final PrintStream out;
    private int flips;
    private int leftService;
    private int found;
    private int replaced;
    private int lost;
    private int wrong;
    private int notRight;

    DamageCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new DamageCommand(out), out, err);
        return CommandLines.tellingFailures(line, err, "damage: ", failure -> failure instanceof IOException, NOT_RUN)
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        require(cases > 0 && rows > 0, "--cases and --rows are positive");
        out.println("seed " + seed);
        RandomGenerator random = new SplittableRandom(seed);
        try (TemporaryFolder folder = TemporaryFolder.create("sextant-damage-")) {
            Path template = folder.path().resolve("template");
            Map<Long, String> expected = fill(template, random);
            for (int number = 1; number <= cases; number++) {
                Path volume = folder.path().resolve("case-" + number);
                copy(template, volume);
                Path segment = volume.resolve(new SegmentId(random.nextInt(SegmentId.COUNT)).toString());
                Harm harm = Harm.draw(volume, segment, random);
                count(number, harm, new DamagedCase(volume, expected).run());
                TemporaryFolder.remove(volume);
            }
        }
        out.println(String.format(
                Locale.ROOT,
                "RESULT cases=%d flips=%d truncations=%d left_service=%d found_in_service=%d replaced=%d harmless=%d wrong=%d"
                        + " lost=%d failed=%d",
                cases,
                flips,
                cases - flips,
                leftService,
                found,
                replaced,
                cases - replaced,
                wrong,
                lost,
                notRight));
        return notRight == 0 ? RIGHT : NOT_RIGHT;
    }

    private void count(int number, Harm harm, DamagedCase.Outcome outcome) {
        flips += harm.kind() == Harm.Kind.FLIP ? 1 : 0;
        leftService += outcome.leftService() ? 1 : 0;
        found += outcome.found() ? 1 : 0;
        replaced += outcome.replaced() ? 1 : 0;
        lost += outcome.lost();
        wrong += outcome.wrong();
        notRight += outcome.isRight() ? 0 : 1;
        if (each || !outcome.isRight()) {
            out.println("case " + number + ": " + harm + ": " + outcome);
        }
        if (number % CASES_PER_LINE == 0) {
            out.println(number + " cases, " + replaced + " disks replaced, " + notRight + " not right");
        }
    }

    /** A volume with rows that were written several times, among them large ones. */
    private Map<Long, String> fill(Path volume, RandomGenerator random) {
        Map<Long, String> expected = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            // What one run leaves in its log the next one makes tables of.
            try (Cluster cluster = Cluster.open(DamagedCase.config(volume).build())) {
                fill(cluster.database(), round, expected, random);
            }
        }
        return expected;
    }

    private void fill(Database database, int round, Map<Long, String> expected, RandomGenerator random) {
        Table<Long, String> table = DamagedCase.table(database);
        for (int row = 0; row < rows; row++) {
            long key = random.nextInt(rows);
            boolean large = random.nextInt(50) == 0;
            String value = "round " + round + " row " + key + (large ? "x".repeat(LARGE_VALUE_BYTES) : "");
            database.run(tx -> tx.put(table, key, value));
            expected.put(key, value);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(from)) {
            all = files.sorted().toList();
        }
        for (Path each : all) {
            Files.copy(each, to.resolve(from.relativize(each).toString()));
        }
    }
}
