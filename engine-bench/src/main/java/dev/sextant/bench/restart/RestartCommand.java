package dev.sextant.bench.restart;

import dev.sextant.api.Cluster;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import dev.sextant.bench.cli.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the run that kills a writer and starts it again. */
@Command(
        name = "./dev restart",
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Lets clients of two writers commit, and after histories of several lengths kills one writer in the middle of its"
                    + " work and starts it again, some times. Tells how long it takes until that writer has committed a new"
                    + " transaction; the clients of both go on all the time.",
            ""
        },
        footer = {"", "Exit code: 0 if no restart took a second or longer; 1 if one did; 2 if it could not run."})
public final class RestartCommand extends CheckedCommand {
    private static final int IN_TIME = 0;
    private static final int TOO_LATE = 1;
    private static final int NOT_RUN = 2;
    private static final int WRITERS = 2;
    private static final WriterId VICTIM = new WriterId(0);
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @Option(
            names = "--history",
            paramLabel = "N",
            split = ",",
            description = "commits before the restarts, rising; default: 10000,100000,1000000")
    private List<Long> histories = List.of(10_000L, 100_000L, 1_000_000L);

    @Option(
            names = "--restarts",
            paramLabel = "N",
            description = "restarts after each history; default: ${DEFAULT-VALUE}")
    private int restarts = 11;

    @Option(names = "--clients", paramLabel = "N", description = "clients of each writer; default: ${DEFAULT-VALUE}")
    private int clients = 32;

    private final PrintStream out;

    RestartCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs what the arguments ask for. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine line = CommandLines.of(new RestartCommand(out), out, err);
        return CommandLines.tellingFailures(line, err, "restart: ", failure -> false, NOT_RUN)
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        require(restarts > 0 && clients > 0, "--restarts and --clients are positive");
        long before = 0;
        for (long history : histories) {
            require(history > before, "--history rises");
            before = history;
        }
        try (TemporaryFolder folder = TemporaryFolder.create("sextant-restart-")) {
            return measure(folder.path().resolve("volume")) ? IN_TIME : TOO_LATE;
        }
    }

    private boolean measure(Path volume) {
        ClusterConfig config = ClusterConfig.in(volume).writers(WRITERS).build();
        StringBuilder result = new StringBuilder("RESULT");
        Duration longest = Duration.ZERO;
        try (Cluster cluster = Cluster.open(config);
                Load load = new Load(cluster, WRITERS, clients)) {
            for (long history : histories) {
                load.await(history);
                List<Duration> took = restart(cluster, load);
                Duration median = took.get(took.size() / 2);
                Duration worst = took.get(took.size() - 1);
                out.printf(
                        Locale.ROOT,
                        "after %,d commits: the writer commits again after %d ms (median of %d; longest %d ms)%n",
                        history,
                        median.toMillis(),
                        took.size(),
                        worst.toMillis());
                result.append(String.format(
                        Locale.ROOT, " ms_%d=%d longest_%d=%d", history, median.toMillis(), history, worst.toMillis()));
                longest = worst.compareTo(longest) > 0 ? worst : longest;
            }
        }
        boolean inTime = longest.compareTo(LIMIT) < 0;
        out.println(result.append(" in_time=").append(inTime));
        return inTime;
    }

    /** How long each restart took, the shortest first. */
    private List<Duration> restart(Cluster cluster, Load load) {
        Random random = new Random(restarts);
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < restarts; i++) {
            cluster.faults().killWriter(VICTIM);
            long begun = System.nanoTime();
            cluster.faults().restartWriter(VICTIM);
            while (!load.commit(VICTIM, random)) {
                load.throwFailure();
                Thread.onSpinWait();
            }
            took.add(Duration.ofNanos(System.nanoTime() - begun));
        }
        Collections.sort(took);
        return took;
    }
}
