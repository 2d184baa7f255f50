package dev.sextant.bench.suite;

import dev.sextant.bench.cli.CommandLines;
import dev.sextant.bench.cli.TemporaryFolder;
import dev.sextant.bench.contender.Contenders;
import dev.sextant.bench.report.Absent;
import dev.sextant.bench.report.Figure;
import dev.sextant.bench.report.Origin;
import dev.sextant.bench.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command line of the short run. */
@Command(
        name = "./dev bench quick",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Measures what matters most in a few minutes: the bounds of the machine, commits and reads beside peers, sharing in"
                    + " the simulator, and what a writer's death does to the others. The last line is its RESULT; a peer that is"
                    + " not there has none, and a line above says why.",
            ""
        },
        footer = {
            "",
            "Exit code: 0 if this engine held what its clients were told, 1 if it did not, 2 if the run came to no end."
        })
public final class QuickCommand implements Callable<Integer> {
    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int NOT_RUN = 2;

    @Mixin
    private final RunOptions options = new RunOptions();

    private final PrintStream out;
    private final List<String> arguments;
    private final Quick.Pace pace;
    private final Contenders contenders;

    QuickCommand(PrintStream out, List<String> arguments, Quick.Pace pace, Contenders contenders) {
        this.out = out;
        this.arguments = arguments;
        this.pace = pace;
        this.contenders = contenders;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        return run(Quick.Pace.USUAL, Contenders.find(Duration.ZERO), out, err, arguments);
    }

    static int run(Quick.Pace pace, Contenders contenders, PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new QuickCommand(out, List.of(arguments), pace, contenders), out, err);
        return CommandLines.tellingFailures(line, err, "bench: ", failure -> failure instanceof IOException, NOT_RUN)
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        Instant began = Instant.now();
        try (TemporaryFolder folder = options.work()) {
            Origin origin = options.origin(began, "quick", arguments, folder);
            Quick quick = new Quick(pace, contenders, folder.path(), out);
            Report report = quick.run(origin);
            options.keep(report, "quick", out);
            for (Absent absent : report.absent()) {
                out.println(absent.name() + " is not here: " + absent.why());
            }
            out.println(Figure.line(report.figures()));
            return quick.isRight() ? RIGHT : WRONG;
        }
    }
}
