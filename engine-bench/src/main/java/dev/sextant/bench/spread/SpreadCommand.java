package dev.sextant.bench.spread;

import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import dev.sextant.bench.report.Figure;
import dev.sextant.bench.report.Origin;
import dev.sextant.bench.report.Report;
import dev.sextant.bench.report.ReportFiles;
import dev.sextant.bench.report.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line that puts several runs together. */
@Command(
        name = "./dev bench spread",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Reads what several runs of one command have kept, and tells of each figure the median, the least and the most."
                    + " The last line is the RESULT of the medians. Ratios are taken within each run, never between two.",
            ""
        },
        footer = {"", "Exit code: 0, or 2 if the files are no reports of one command."})
public final class SpreadCommand extends CheckedCommand {
    private static final int RIGHT = 0;
    private static final int NOT_RUN = 2;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "reports as JSON, of runs of the same command")
    private List<Path> files = List.of();

    @Option(names = "--out", paramLabel = "PATH", description = "where the report goes; default: ${DEFAULT-VALUE}")
    private Path reports = Path.of("docs", "benchmarks");

    private final PrintStream out;

    private SpreadCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new SpreadCommand(out), out, err);
        return CommandLines.tellingFailures(line, err, "bench: ", failure -> failure instanceof IOException, NOT_RUN)
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        List<KeptRun> runs = new ArrayList<>();
        for (Path file : files) {
            runs.add(KeptRun.read(file));
        }
        List<String> commands = different(runs, KeptRun::command);
        require(commands.size() == 1, "these are runs of different commands: " + String.join("; ", commands));
        List<Spread> result = spreads(runs, KeptRun::result);
        List<Spread> all = new ArrayList<>(result);
        all.addAll(spreads(runs, KeptRun::measured));
        require(!all.isEmpty(), "there are no figures in these reports");
        tell(all);
        Report report = Report.ofRuns(
                "Benchmark: " + runs.size() + " runs of " + commands.get(0),
                new Origin(
                        Instant.now(),
                        commands.get(0),
                        String.join(", ", different(runs, KeptRun::commit)),
                        runs.get(0).machine()),
                medians(result),
                all);
        out.println();
        for (Path file : ReportFiles.write(report, reports, "spread")) {
            out.println("written to " + file);
        }
        out.println(Figure.line(report.figures()));
        return RIGHT;
    }

    private static List<String> different(List<KeptRun> runs, Function<KeptRun, String> what) {
        return runs.stream().map(what).distinct().toList();
    }

    /** A run that lacks a figure is not in its spread. */
    private static List<Spread> spreads(List<KeptRun> runs, Function<KeptRun, Map<String, Double>> which) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        for (KeptRun run : runs) {
            which.apply(run)
                    .forEach((name, value) -> values.computeIfAbsent(name, unused -> new ArrayList<>())
                            .add(value));
        }
        return values.entrySet().stream()
                .map(entry -> new Spread(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<Figure> medians(List<Spread> result) {
        return result.stream()
                .map(spread -> new Figure(spread.name(), OptionalDouble.of(spread.median())))
                .toList();
    }

    private void tell(List<Spread> spreads) {
        int width = spreads.stream()
                .mapToInt(spread -> spread.name().length())
                .max()
                .orElseThrow();
        String row = "%-" + width + "s %5s %14s %14s %14s%n";
        out.printf(row, "", "runs", "median", "least", "most");
        for (Spread spread : spreads) {
            out.printf(
                    row,
                    spread.name(),
                    spread.values().size(),
                    number(spread.median()),
                    number(spread.least()),
                    number(spread.most()));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
