package dev.sextant.bench.processes;

import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import dev.sextant.bench.cli.TemporaryFolder;
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

/** The command line of the run that counts what crosses the wire. */
@Command(
        name = "./dev bench wire",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Counts what a writer sends and receives over TCP for a commit: two nodes with a writer each and three with two"
                    + " segments each, in one process, with proxies between them that count. The last line is the RESULT of the middle"
                    + " number of clients.",
            ""
        },
        footer = {"", "Exit code: 0 if no commit was lost, 1 if one was, 2 if it could not run."})
public final class WireCommand extends CheckedCommand {
    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int NOT_RUN = 2;
    private static final int SECONDS_MOST = 3_600;

    @Option(
            names = "--clients",
            split = ",",
            paramLabel = "N",
            description = "how many, one run for each number; default: 1,4,32")
    private @Nullable List<Integer> clients;

    @Option(names = "--seconds", paramLabel = "S", description = "of each run; default: 10")
    private @Nullable Integer seconds;

    @Mixin
    private final RunOptions options = new RunOptions();

    private final PrintStream out;
    private final List<String> arguments;
    private final WireStudy.Pace usual;

    private WireCommand(PrintStream out, List<String> arguments, WireStudy.Pace usual) {
        this.out = out;
        this.arguments = arguments;
        this.usual = usual;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        return run(WireStudy.Pace.USUAL, out, err, arguments);
    }

    /** The same, at another pace where the arguments ask for none. */
    static int run(WireStudy.Pace usual, PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new WireCommand(out, List.of(arguments), usual), out, err);
        return CommandLines.tellingFailures(line, err, "bench: ", failure -> failure instanceof IOException, NOT_RUN)
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        WireStudy.Pace pace = pace();
        Instant began = Instant.now();
        try (TemporaryFolder folder = options.work()) {
            WireStudy study = new WireStudy(pace, folder.path(), out);
            Report report = study.run(options.origin(began, "wire", arguments, folder));
            options.keep(report, "wire", out);
            out.println(Figure.line(report.figures()));
            return study.isRight() ? RIGHT : WRONG;
        }
    }

    private WireStudy.Pace pace() {
        List<Integer> asked = clients == null ? usual.clients() : clients;
        require(
                !asked.isEmpty() && asked.stream().allMatch(count -> count >= 1 && count <= LoadPlan.CLIENTS_MOST),
                "--clients is 1 to " + LoadPlan.CLIENTS_MOST);
        if (seconds == null) {
            return new WireStudy.Pace(asked, usual.warmUp(), usual.measured());
        }
        require(seconds >= 1 && seconds <= SECONDS_MOST, "--seconds is 1 to " + SECONDS_MOST);
        return new WireStudy.Pace(asked, usual.warmUp(), Duration.ofSeconds(seconds));
    }
}
