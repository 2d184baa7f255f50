package dev.sextant.bench.suite;

import dev.sextant.bench.bound.Bound;
import dev.sextant.bench.bound.Bounds;
import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import dev.sextant.bench.cli.TemporaryFolder;
import dev.sextant.bench.contender.Contenders;
import dev.sextant.bench.load.LoadPlan;
import dev.sextant.bench.load.workload.WorkloadSettings;
import dev.sextant.bench.load.workload.Workloads;
import dev.sextant.bench.report.Origin;
import dev.sextant.bench.report.Report;
import dev.sextant.bench.report.Trial;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of runs in which everything is chosen. */
@Command(
        name = "./dev bench run",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Runs workloads on contenders side by side, on real disks, and writes what it measured as JSON and as a page with"
                    + " plots.",
            ""
        },
        footer = {
            "",
            "Exit code: 0 if this engine held what its clients were told, 1 if it did not or failed, 2 if nothing could run."
        })
public final class RunCommand extends CheckedCommand {
    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int NOT_RUN = 2;
    private static final Duration EACH_BOUND = Duration.ofSeconds(3);

    @Option(
            names = "--workload",
            split = ",",
            paramLabel = "W",
            description = "one or more of: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}",
            completionCandidates = WorkloadNames.class)
    private List<String> workloads = List.of(Workloads.UPDATE);

    @Option(
            names = "--contenders",
            split = ",",
            paramLabel = "C",
            description =
                    "who takes part; sextant and rocksdb are always there, sextant-2 to sextant-4 have several writers,"
                            + " and peers are there if they are built in; default: ${DEFAULT-VALUE}")
    private List<String> contenders = List.of(Contenders.ONE_WRITER, Contenders.ROCKSDB);

    @Option(
            names = "--clients",
            split = ",",
            paramLabel = "N",
            description = "how many, one run for each number; default: ${DEFAULT-VALUE}")
    private List<Integer> clients = List.of(1, 4, 16);

    @Option(names = "--seconds", paramLabel = "S", description = "of each round; default: ${DEFAULT-VALUE}")
    private int seconds = 10;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "seconds before the first round of each number of clients; default: ${DEFAULT-VALUE}")
    private int warmUpSeconds = 10;

    @Option(names = "--rounds", paramLabel = "N", description = "of each contender; default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "an open loop: so many operations begin in a second, whether others are done or not. Without it each"
                            + " client begins when it has ended the one before")
    private @Nullable Double rate;

    @Option(names = "--rows", paramLabel = "N", description = "of workloads that load any; default: ${DEFAULT-VALUE}")
    private int rows = WorkloadSettings.DEFAULT.rows();

    @Option(names = "--value-bytes", paramLabel = "N", description = "of a row; default: ${DEFAULT-VALUE}")
    private int valueBytes = WorkloadSettings.DEFAULT.valueBytes();

    @Option(
            names = "--shared",
            paramLabel = "PERCENT",
            description = "of sharing's transactions on rows of all writers; default: ${DEFAULT-VALUE}")
    private int shared = 10;

    @Option(
            names = "--shared-pages",
            paramLabel = "N",
            description = "about so many pages are shared; default: ${DEFAULT-VALUE}")
    private int sharedPages = WorkloadSettings.DEFAULT.sharedPages();

    @Option(
            names = "--distance",
            paramLabel = "MILLIS",
            description = "what a message takes there and back between zones of this engine, more than here; default:"
                    + " ${DEFAULT-VALUE}")
    private double distanceMillis;

    @Option(names = "--no-bounds", description = "do not measure what the machine could do at best")
    private boolean withoutBounds;

    @Mixin
    private final RunOptions options = new RunOptions();

    private final PrintStream out;
    private final List<String> arguments;

    private RunCommand(PrintStream out, List<String> arguments) {
        this.out = out;
        this.arguments = arguments;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new RunCommand(out, List.of(arguments)), out, err);
        return CommandLines.tellingFailures(line, err, "bench: ", failure -> failure instanceof IOException, NOT_RUN)
                .execute(arguments);
    }

    /** For the help. */
    static final class WorkloadNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        WorkloadNames() {
            super(Workloads.names());
        }
    }

    @Override
    public Integer call() throws Exception {
        WorkloadSettings settings = settings();
        List<LoadPlan> plans = plans();
        Instant began = Instant.now();
        try (TemporaryFolder folder = options.work()) {
            Origin origin = options.origin(began, "run", arguments, folder);
            List<Bound> bounds = withoutBounds
                    ? List.of()
                    : Bounds.measure(Files.createDirectories(folder.path().resolve("bounds")), EACH_BOUND);
            Duration distance = Duration.ofNanos(
                    (long) (distanceMillis * Duration.ofMillis(1).toNanos()));
            Comparison comparison = new Comparison(folder.path(), Contenders.find(distance), out);
            List<Trial> trials = new ArrayList<>();
            for (String workload : workloads) {
                trials.add(comparison.run(workload, settings, contenders, plans, plan -> rounds));
            }
            Report report = new Report(
                    "Benchmark: " + String.join(", ", workloads),
                    origin,
                    bounds,
                    comparison.entrants(),
                    comparison.absent(),
                    trials,
                    List.of(),
                    List.of(),
                    List.of());
            options.keep(report, String.join("-", workloads), out);
            if (trials.stream().allMatch(trial -> trial.results().isEmpty())) {
                return NOT_RUN;
            }
            return comparison.isRight() ? RIGHT : WRONG;
        }
    }

    private WorkloadSettings settings() {
        try {
            WorkloadSettings settings = new WorkloadSettings(rows, valueBytes, 1, shared, sharedPages);
            workloads.forEach(name -> Workloads.named(name, settings));
            return settings;
        } catch (IllegalArgumentException wrong) {
            throw refused(String.valueOf(wrong.getMessage()));
        }
    }

    private List<LoadPlan> plans() {
        require(rounds >= 1 && distanceMillis >= 0, "--rounds is at least 1, and --distance is not negative");
        OptionalDouble perSecond = rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
        try {
            return clients.stream()
                    .map(count -> new LoadPlan(
                            count, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds), perSecond))
                    .toList();
        } catch (IllegalArgumentException wrong) {
            throw refused(String.valueOf(wrong.getMessage()));
        }
    }
}
