package dev.sextant.bench.lag;

import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import dev.sextant.bench.cli.TemporaryFolder;
import dev.sextant.bench.contender.Contenders;
import dev.sextant.bench.load.LoadPlan;
import dev.sextant.bench.report.Figure;
import dev.sextant.bench.report.Report;
import dev.sextant.bench.suite.RunOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the run that measures the redo lag. */
@Command(
        name = "./dev bench lag",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Commits on one of two writers in one process, in an open loop at several rates, and tells how long after the"
                    + " acknowledgement a read on the other writer sees the commit. The last line is the RESULT at the highest rate,"
                    + " with the rate that was reached.",
            ""
        },
        footer = {
            "",
            "Exit code: 0 if the other writer came to see all commits and none was lost, 1 if not, 2 if it could not run."
        })
public final class LagCommand extends CheckedCommand {
    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int NOT_RUN = 2;
    private static final int WRITERS = 2;
    private static final int RATE_MOST = 1_000_000;
    private static final int SECONDS_MOST = 3_600;
    private static final int ROUNDS_MOST = 100;

    @Option(
            names = "--rate",
            split = ",",
            paramLabel = "N",
            description = "commits that begin in a second, one or more rates; default: 1000,3000,10000")
    private @Nullable List<Integer> rates;

    @Option(names = "--clients", paramLabel = "N", description = "who begin them, in turn; default: 64")
    private @Nullable Integer clients;

    @Option(names = "--seconds", paramLabel = "S", description = "of each round; default: 5")
    private @Nullable Integer seconds;

    @Option(names = "--warm-up", paramLabel = "S", description = "seconds at the highest rate before all; default: 20")
    private @Nullable Integer warmUpSeconds;

    @Option(names = "--rounds", paramLabel = "N", description = "of each rate, in turn; default: 3")
    private @Nullable Integer rounds;

    @Mixin
    private final RunOptions options = new RunOptions();

    private final PrintStream out;
    private final List<String> arguments;
    private final Pace usual;

    private LagCommand(PrintStream out, List<String> arguments, Pace usual) {
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
        CommandLine line = CommandLines.of(new LagCommand(out, List.of(arguments), usual), out, err);
        return CommandLines.tellingFailures(line, err, "bench: ", failure -> failure instanceof IOException, NOT_RUN)
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        Pace pace = pace();
        Instant began = Instant.now();
        try (TemporaryFolder folder = options.work()) {
            LagStudy study = new LagStudy(
                    pace,
                    Contenders.builtIn(Duration.ZERO)
                            .named(Contenders.ONE_WRITER + "-" + WRITERS)
                            .orElseThrow(),
                    folder.path(),
                    out);
            Report report = study.run(options.origin(began, "lag", arguments, folder));
            options.keep(report, "lag", out);
            out.println(Figure.line(report.figures()));
            return study.isRight() ? RIGHT : WRONG;
        }
    }

    private Pace pace() {
        List<Integer> asked = rates == null ? usual.rates() : rates;
        require(
                !asked.isEmpty() && asked.stream().allMatch(rate -> rate >= 1 && rate <= RATE_MOST),
                "--rate is 1 to " + RATE_MOST);
        int count = clients == null ? usual.clients() : within("--clients", 1, LoadPlan.CLIENTS_MOST, clients);
        Duration warmUp = warmUpSeconds == null
                ? usual.warmUp()
                : Duration.ofSeconds(within("--warm-up", 0, SECONDS_MOST, warmUpSeconds));
        Duration round =
                seconds == null ? usual.round() : Duration.ofSeconds(within("--seconds", 1, SECONDS_MOST, seconds));
        int times = rounds == null ? usual.rounds() : within("--rounds", 1, ROUNDS_MOST, rounds);
        return new Pace(asked, count, warmUp, round, times);
    }

    private int within(String option, int least, int most, int value) {
        require(value >= least && value <= most, option + " is " + least + " to " + most);
        return value;
    }
}
