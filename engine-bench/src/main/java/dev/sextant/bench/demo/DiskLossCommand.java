package dev.sextant.bench.demo;

import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the run that loses disks under load. */
@Command(
        name = "./dev disk-loss",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Runs Sextant on real disks under load from four writers, and again and again destroys the disk of a segment"
                    + " picked at random, which is rebuilt from the others while commits go on. Then it looks for every commit"
                    + " that was acknowledged, and tells how fast segments were rebuilt and how long writers paused.",
            ""
        },
        footer = {
            "",
            "Exit code: 0 if nothing was lost, every check held and every segment is whole in the end; 1 if not;"
                    + " 2 if it could not run. Pauses are reported and not judged."
        })
public final class DiskLossCommand extends CheckedCommand {
    @Option(names = "--minutes", paramLabel = "M", description = "how long disks are lost; default: ${DEFAULT-VALUE}")
    private int minutes = 5;

    @Option(names = "--seconds", paramLabel = "N", description = "the same in seconds, instead of --minutes")
    private @Nullable Integer seconds;

    @Option(
            names = "--every",
            paramLabel = "N",
            description = "seconds from one loss to the next; default: ${DEFAULT-VALUE}")
    private int every = 10;

    @Option(
            names = "--healthy",
            paramLabel = "N",
            description = "seconds without a fault, measured first; default: ${DEFAULT-VALUE}")
    private int healthy = 60;

    @Option(
            names = "--clients",
            paramLabel = "N",
            description = "how many clients move money, over all four writers; default: ${DEFAULT-VALUE}")
    private int clients = 16;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "how many rows are loaded first, for something to copy; default: ${DEFAULT-VALUE}")
    private int rows = 20_000;

    @Option(names = "--zone", description = "lose both disks of an availability zone at once")
    private boolean zone;

    @Option(names = "--second-failure", description = "kill a second segment during each copy, and restart it later")
    private boolean secondFailure;

    @Option(names = "--seed", paramLabel = "N", description = "which segments, in which order; default: by the clock")
    private @Nullable Long seed;

    @Option(
            names = "--dir",
            paramLabel = "PATH",
            description = "where the volume and the acknowledgement file are, kept at the end; a folder of an earlier"
                    + " run is gone on with. Default: a new temporary folder, removed at the end")
    private @Nullable Path folder;

    private final PrintStream out;

    DiskLossCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new DiskLossCommand(out), out, err);
        return CommandLines.tellingFailures(
                        line, err, "disk-loss: ", DemoException.class::isInstance, DemoCommand.NOT_RUN)
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DiskLossSettings settings = settings();
        try (DemoFolder place =
                settings.folder().isPresent() ? DemoFolder.at(settings.folder().get()) : DemoFolder.temporary()) {
            return new DiskLossRun(settings, place, out).run() ? DemoCommand.VERIFIED : DemoCommand.NOT_VERIFIED;
        }
    }

    private DiskLossSettings settings() {
        int length = seconds == null ? (int) Math.min(Integer.MAX_VALUE, TimeUnit.MINUTES.toSeconds(minutes)) : seconds;
        inRange(seconds == null ? "--minutes" : "--seconds", length, DiskLossSettings.MAX_SECONDS, "seconds");
        inRange("--every", every, DiskLossSettings.MAX_SECONDS, "seconds");
        inRange("--healthy", healthy, DiskLossSettings.MAX_SECONDS, "seconds");
        inRange("--clients", clients, DiskLossSettings.MAX_CLIENTS, "clients");
        inRange("--rows", rows, Integer.MAX_VALUE, "rows");
        require(!zone || !secondFailure, "--zone leaves four segments, so --second-failure cannot be asked for too");
        DiskLossSettings.Kind kind = zone
                ? DiskLossSettings.Kind.ZONE
                : secondFailure ? DiskLossSettings.Kind.SECOND_FAILURE : DiskLossSettings.Kind.ONE;
        return new DiskLossSettings(
                Optional.ofNullable(folder),
                healthy,
                length,
                every,
                clients,
                rows,
                kind,
                seed == null ? System.nanoTime() : seed);
    }

    private void inRange(String option, int value, int most, String unit) {
        require(value >= 1 && value <= most, option + " is 1 to " + most + " " + unit + ", not " + value);
    }
}
