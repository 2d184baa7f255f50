package dev.sextant.bench.micro;

import dev.sextant.bench.cli.CommandLines;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the small measurements. */
@Command(
        name = "./dev bench micro",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Measures by JMH what one call takes: votes, redo, tree lookups, codecs, cached reads. Allocation is told beside time.",
            ""
        },
        footer = {"", "Exit code: 0 if all were measured, 2 if not."})
public final class MicroCommand implements Callable<Integer> {
    private static final int NOT_RUN = 2;
    private static final String HERE = MicroCommand.class.getPackageName();

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "those whose names match, as Page or Tree.lookup; default: all")
    private String only = "";

    @Option(names = "--forks", paramLabel = "N", description = "processes for each; default: ${DEFAULT-VALUE}")
    private int forks = 1;

    @Option(names = "--warm-up", paramLabel = "N", description = "times a second; default: ${DEFAULT-VALUE}")
    private int warmUps = 5;

    @Option(names = "--times", paramLabel = "N", description = "that a second is measured; default: ${DEFAULT-VALUE}")
    private int times = 5;

    @Option(names = "--out", paramLabel = "FILE", description = "results as JMH writes them in JSON; default: nowhere")
    private @Nullable Path json;

    @Option(names = "--commit", paramLabel = "ID", hidden = true, description = "what is checked out")
    private String commit = "unknown";

    private final PrintStream out;

    private MicroCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        MicroCommand command = new MicroCommand(out);
        return CommandLines.tellingFailures(
                        CommandLines.of(command, out, err),
                        err,
                        "bench: ",
                        failure -> failure instanceof IOException || failure instanceof RunnerException,
                        NOT_RUN)
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, RunnerException {
        out.println("at commit " + commit);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(HERE + "\\..*" + only)
                .forks(forks)
                .warmupIterations(warmUps)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(times)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        if (json != null) {
            Path folder = json.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            options.resultFormat(ResultFormatType.JSON).result(json.toString());
        }
        new Runner(options.build()).run();
        return 0;
    }
}
