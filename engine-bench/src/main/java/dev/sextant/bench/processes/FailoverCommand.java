package dev.sextant.bench.processes;

import dev.sextant.api.config.ClusterMode;
import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the run that kills the writer, with one master and with several. */
@Command(
        name = "./dev bench failover",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Runs a cluster of three processes twice, with clients in each: once with a single master, whose process is killed"
                    + " again and again, and a replica of another takes its place; and once with three masters, one of which"
                    + " is killed. Tells for how long the clients of the other two processes went without a commit, side by"
                    + " side, and draws it.",
            ""
        },
        footer = {"", "Exit code: 0 if no commit was lost and none stayed unknown, 1 if one did, 2 if it could not run."
        })
public final class FailoverCommand extends CheckedCommand {
    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int NOT_RUN = 2;

    @Option(names = "--kills", paramLabel = "N", description = "in each of the two; default: ${DEFAULT-VALUE}")
    private int kills = 5;

    @Option(names = "--clients", paramLabel = "N", description = "clients of each process; default: ${DEFAULT-VALUE}")
    private int clients = 4;

    @Option(
            names = "--healthy",
            paramLabel = "SECONDS",
            description = "without a kill, before and for comparison; default: ${DEFAULT-VALUE}")
    private int healthySeconds = 15;

    @Option(
            names = "--dead",
            paramLabel = "SECONDS",
            description = "before the process that was killed is started again; default: ${DEFAULT-VALUE}")
    private int deadSeconds = 8;

    @Option(names = "--plot", paramLabel = "FILE", description = "where the picture goes; default: ${DEFAULT-VALUE}")
    private Path plot = Path.of("target", "failover.svg");

    private final PrintStream out;

    FailoverCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new FailoverCommand(out), out, err);
        return CommandLines.tellingFailures(line, err, "failover: ", failure -> failure instanceof IOException, NOT_RUN)
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        require(kills > 0 && clients > 0 && healthySeconds > 0 && deadSeconds > 0, "all of them are positive");
        Failover failover = new Failover(kills, clients, healthySeconds, deadSeconds, out);
        Failover.Measured single = failover.measure(ClusterMode.SINGLE_MASTER);
        Failover.Measured multi = failover.measure(ClusterMode.MULTI_MASTER);
        table(single, multi);
        Path folder = plot.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(plot, FailoverPlot.svg(single.around(), multi.around(), deadSeconds));
        out.println("drawn in " + plot);
        out.println(String.format(
                Locale.ROOT,
                "RESULT kills=%d single_gap_ms_p50=%.1f single_gap_ms_max=%.1f multi_gap_ms_p50=%.1f multi_gap_ms_max=%.1f"
                        + " single_healthy_p999_ms=%.1f multi_healthy_p999_ms=%.1f lost=%d unknown=%d",
                kills,
                single.median(),
                single.longest(),
                multi.median(),
                multi.longest(),
                single.healthyMillis(),
                multi.healthyMillis(),
                single.lost() + multi.lost(),
                single.unknown() + multi.unknown()));
        return single.isRight() && multi.isRight() ? RIGHT : WRONG;
    }

    private void table(Failover.Measured single, Failover.Measured multi) {
        out.printf("%n%-34s %14s %14s%n", "without a commit at the others, ms", "single master", "multi-master");
        row("healthy, p99.9 of gaps", single.healthyMillis(), multi.healthyMillis());
        for (int kill = 0; kill < kills; kill++) {
            row(
                    "writer killed, " + (kill + 1) + ". time",
                    single.gapsMillis().get(kill),
                    multi.gapsMillis().get(kill));
        }
        row("median", single.median(), multi.median());
        row("longest", single.longest(), multi.longest());
        out.println();
    }

    private void row(String what, double single, double multi) {
        out.printf(Locale.ROOT, "%-34s %14.1f %14.1f%n", what, single, multi);
    }
}
