package dev.sextant.bench.sim;

import dev.sextant.bench.cli.CheckedCommand;
import dev.sextant.bench.cli.CommandLines;
import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.swarm.Swarm;
import dev.sextant.replication.sim.swarm.SwarmSummary;
import dev.sextant.replication.sim.swarm.TrialOptions;
import dev.sextant.replication.sim.swarm.TrialResult;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the simulator: which seeds to run, and what to insist on. */
@Command(
        name = "./dev sim",
        sortOptions = false,
        usageHelpWidth = 110,
        mixinStandardHelpOptions = false,
        description = {
            "Runs whole clusters in virtual time, one world for each seed, with everything going wrong that the seed draws:"
                    + " first safety is checked, then everything is healed and every client must get on, and in the end all"
                    + " segments must agree byte for byte.",
            ""
        },
        footer = {
            "",
            "Exit code: 0 if no trial went wrong, 1 if one did, 2 if the arguments are no use.",
            "./dev sim --mutants instead plants protocol bugs and shows how many seeds it takes to catch each."
        })
public final class SimCommand extends CheckedCommand {
    /** No trial went wrong. */
    static final int CLEAN = 0;

    /** One did. */
    static final int FAILED = 1;

    private static final int MOST_THREADS = 64;
    private static final int PROGRESS_SECONDS = 30;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "how many seeds to run; default: 1,000, or 1 with --seed")
    private @Nullable Long seeds;

    @Option(
            names = "--seed",
            paramLabel = "X",
            description = "the first seed, decimal or 0x...; default: a new one each time")
    private @Nullable String seed;

    @Option(names = "--minutes", paramLabel = "M", description = "begin no trial after so many minutes")
    private @Nullable Double minutes;

    @Option(
            names = "--workload",
            paramLabel = "W",
            description = "only this workload: ${COMPLETION-CANDIDATES}",
            completionCandidates = WorkloadNames.class)
    private @Nullable String workload;

    @Option(
            names = "--faults",
            paramLabel = "F",
            split = ",",
            description = "only these kinds of faults, or none: ${COMPLETION-CANDIDATES}",
            completionCandidates = FaultNames.class)
    private @Nullable List<String> faults;

    @Option(names = "--threads", paramLabel = "N", description = "worlds at once; default: one for each core")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--trace", paramLabel = "FILE", description = "write what happens, a line an event; with one seed")
    private @Nullable Path trace;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "write what clients saw as EDN, in the form that Elle reads; with one seed of list-append")
    private @Nullable Path history;

    @Option(
            names = "--commit",
            paramLabel = "ID",
            hidden = true,
            description = "what is being run, for the replay line")
    private String commit = "unknown";

    private final PrintStream out;
    private long lastProgressNanos = System.nanoTime();

    /** The workloads, for the help text. */
    static final class WorkloadNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Swarm.workloads().iterator();
        }
    }

    /** The kinds of faults, for the help text. */
    static final class FaultNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return labels().iterator();
        }
    }

    private static List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            labels.add(kind.label());
        }
        return labels;
    }

    SimCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs what the arguments ask for; returns the exit code. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        return CommandLines.of(new SimCommand(out), out, err).execute(arguments);
    }

    @Override
    public Integer call() {
        long first = firstSeed();
        long count = seeds != null ? seeds : minutes != null ? Long.MAX_VALUE : seed != null ? 1 : 1_000;
        require(count > 0, "--seeds must be positive");
        require(threads >= 1 && threads <= MOST_THREADS, "--threads must be 1 to " + MOST_THREADS);
        require(count == 1 || (trace == null && history == null), "--trace and --history are for one seed");
        out.printf(Locale.ROOT, "first seed 0x%x, worlds at once %d, commit %s%n", first, threads, commit);
        try (Lines traceLines = Lines.to(trace);
                Lines historyLines = Lines.to(history)) {
            TrialOptions options = new TrialOptions(knownWorkload(), kinds(), traceLines.sink(), historyLines.sink());
            SwarmSummary summary = new Swarm(options, threads, this::ended).run(first, count, deadline());
            out.print(summary.report());
            out.println(summary.resultLine());
            return summary.failed() == 0 ? CLEAN : FAILED;
        }
    }

    private long firstSeed() {
        if (seed == null) {
            // Any will do, if it is told: the point is that nobody has seen its world before.
            return new SplittableRandom(System.nanoTime() ^ System.currentTimeMillis()).nextLong() >>> 1;
        }
        try {
            return Long.decode(seed);
        } catch (NumberFormatException notANumber) {
            throw refused("--seed must be a number, decimal or 0x..., not " + seed);
        }
    }

    private long deadline() {
        double limit = minutes == null ? TimeUnit.DAYS.toMinutes(1_000) : minutes;
        require(limit > 0, "--minutes must be positive");
        return Swarm.secondsFromNow((long) (limit * TimeUnit.MINUTES.toSeconds(1)));
    }

    private @Nullable String knownWorkload() {
        require(
                workload == null || Swarm.workloads().contains(workload),
                "there is no workload " + workload + "; there are " + Swarm.workloads());
        return workload;
    }

    private @Nullable Set<FaultKind> kinds() {
        if (faults == null) {
            return null;
        }
        EnumSet<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (String name : faults) {
            if (!name.equals("none")) {
                kinds.add(kind(name));
            }
        }
        return kinds;
    }

    private FaultKind kind(String name) {
        for (FaultKind kind : FaultKind.values()) {
            if (kind.label().equals(name)) {
                return kind;
            }
        }
        throw refused("there is no kind of fault " + name + "; there are " + labels());
    }

    private void ended(TrialResult result) {
        if (!result.isClean()) {
            out.printf(
                    Locale.ROOT,
                    "FAILED seed 0x%x: %s%n  world:  %s%n  replay: ./dev sim --seed 0x%x%s%s   (commit %s)%n",
                    result.seed(),
                    result.firstProblem(),
                    result.plan(),
                    result.seed(),
                    workload == null ? "" : " --workload " + workload,
                    faults == null ? "" : " --faults " + String.join(",", faults),
                    commit);
        }
        if (TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lastProgressNanos) >= PROGRESS_SECONDS) {
            lastProgressNanos = System.nanoTime();
            out.printf(Locale.ROOT, "... seed 0x%x done%n", result.seed());
        }
    }

    /** A file that gets lines, or none. */
    private static final class Lines implements AutoCloseable {
        private final @Nullable PrintWriter writer;

        private Lines(@Nullable PrintWriter writer) {
            this.writer = writer;
        }

        static Lines to(@Nullable Path file) {
            try {
                return new Lines(
                        file == null ? null : new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }

        @Nullable
        Consumer<String> sink() {
            return writer == null ? null : writer::println;
        }

        @Override
        public void close() {
            if (writer != null) {
                writer.close();
            }
        }
    }
}
