package dev.sextant.bench.growth;

import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import dev.sextant.bench.cli.TemporaryFolder;
import dev.sextant.bench.contender.Contenders;
import dev.sextant.bench.report.Figure;
import dev.sextant.bench.report.Origin;
import dev.sextant.bench.report.Report;
import dev.sextant.bench.suite.RunOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the run that tells what grows with what. */
@Command(
        name = "./dev bench growth",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Measures this engine's commits along four axes, everything else left as it is: rows, writers, clients, and the size of"
                    + " values; then watches one store over time. For each point: commits a second, latency, heap, disk space,"
                    + " what segments write, and the disk's I/Os. Writes curves as JSON and as a page. The last line is its"
                    + " RESULT: p50 at the most rows over that at the fewest, commits a second of four writers over one's and"
                    + " of 64 clients over one's, and what one commit of four clients takes: writes to disks, and bytes that"
                    + " segments store.",
            ""
        },
        footer = {
            "",
            "Exit code: 0 if the engine held what its clients were told, 1 if it did not or failed, 2 if the run came to no"
                    + " end."
        })
public final class GrowthCommand extends CheckedCommand {
    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int NOT_RUN = 2;
    private static final int ROWS_MOST = 100_000_000;
    private static final int TIMES = 10;
    private static final int SECONDS_MOST = 3_600;
    private static final int ROUNDS_MOST = 100;
    private static final int HISTORY_MOST = 7 * 24 * SECONDS_MOST;
    private static final String HISTORY = "history";

    @Option(
            names = "--rows-most",
            paramLabel = "N",
            description =
                    "rows at the end of their axis, which goes there by tens from 10000; default: 1000000. Ten million take"
                            + " some ten GiB and long to load")
    private @Nullable Integer rowsMost;

    @Option(names = "--seconds", paramLabel = "S", description = "of each round; default: 5")
    private @Nullable Integer seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "seconds of each point, before the first round of any; default: 5")
    private @Nullable Integer warmUpSeconds;

    @Option(names = "--rounds", paramLabel = "N", description = "of each point; default: 3")
    private @Nullable Integer rounds;

    @Option(
            names = "--history-seconds",
            paramLabel = "S",
            description = "how long one store is watched, 3600 for an hour, 0 for not at all; default: 120")
    private @Nullable Integer historySeconds;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "AXIS",
            description = "one or more of: rows, writers, clients, values, history; default: ${DEFAULT-VALUE}")
    private List<String> only = everything();

    @Mixin
    private final RunOptions options = new RunOptions();

    private final PrintStream out;
    private final List<String> arguments;
    private final Pace usual;

    private GrowthCommand(PrintStream out, List<String> arguments, Pace usual) {
        this.out = out;
        this.arguments = arguments;
        this.usual = usual;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        return run(Pace.USUAL, out, err, arguments);
    }

    /** The same, at another pace where the arguments ask for none. */
    static int run(Pace usual, PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new GrowthCommand(out, List.of(arguments), usual), out, err);
        return CommandLines.tellingFailures(line, err, "bench: ", failure -> failure instanceof IOException, NOT_RUN)
                .execute(arguments);
    }

    private static List<String> everything() {
        List<String> names = new ArrayList<>(
                Arrays.stream(GrowthAxis.values()).map(GrowthAxis::label).toList());
        names.add(HISTORY);
        return names;
    }

    @Override
    public Integer call() throws Exception {
        Pace pace = pace();
        Set<GrowthAxis> axes = axes();
        Instant began = Instant.now();
        try (TemporaryFolder folder = options.work()) {
            Origin origin = options.origin(began, "growth", arguments, folder);
            Growth growth = new Growth(pace, Contenders.builtIn(Duration.ZERO), folder.path(), out);
            Report report = growth.run(origin, axes);
            options.keep(report, "growth", out);
            out.println(Figure.line(report.figures()));
            return growth.isRight() ? RIGHT : WRONG;
        }
    }

    private Set<GrowthAxis> axes() {
        require(!only.isEmpty() && everything().containsAll(only), "--only takes " + String.join(", ", everything()));
        Set<GrowthAxis> axes = EnumSet.noneOf(GrowthAxis.class);
        Arrays.stream(GrowthAxis.values())
                .filter(axis -> only.contains(axis.label()))
                .forEach(axes::add);
        return axes;
    }

    private Pace pace() {
        Pace pace = usual;
        if (rowsMost != null) {
            require(
                    rowsMost >= Pace.ROWS_LEAST && rowsMost <= ROWS_MOST,
                    "--rows-most is " + Pace.ROWS_LEAST + " to " + ROWS_MOST);
            pace = pace.withRows(rowsUpTo(rowsMost));
        }
        if (historySeconds != null) {
            require(historySeconds >= 0 && historySeconds <= HISTORY_MOST, "--history-seconds is 0 to " + HISTORY_MOST);
            pace = pace.withHistory(Duration.ofSeconds(historySeconds));
        }
        Duration warmUp = warmUpSeconds == null ? pace.warmUp() : seconds("--warm-up", 0, warmUpSeconds);
        Duration round = seconds == null ? pace.round() : seconds("--seconds", 1, seconds);
        int times = rounds == null ? pace.rounds() : rounds;
        require(times >= 1 && times <= ROUNDS_MOST, "--rounds is 1 to " + ROUNDS_MOST);
        pace = pace.withRounds(warmUp, round, times);
        return only.contains(HISTORY) ? pace : pace.withHistory(Duration.ZERO);
    }

    private Duration seconds(String option, int least, int value) {
        require(value >= least && value <= SECONDS_MOST, option + " is " + least + " to " + SECONDS_MOST);
        return Duration.ofSeconds(value);
    }

    /** By tens, then the last. */
    static List<Integer> rowsUpTo(int most) {
        List<Integer> rows = new ArrayList<>();
        for (int count = Pace.ROWS_LEAST; count < most; count *= TIMES) {
            rows.add(count);
        }
        rows.add(most);
        return rows;
    }
}
