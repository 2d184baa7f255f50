package dev.sextant.bench.suite;

import dev.sextant.api.config.ClusterMode;
import dev.sextant.bench.bound.Bound;
import dev.sextant.bench.bound.Bounds;
import dev.sextant.bench.contender.Contenders;
import dev.sextant.bench.load.LoadPlan;
import dev.sextant.bench.load.Result;
import dev.sextant.bench.load.workload.WorkloadSettings;
import dev.sextant.bench.load.workload.Workloads;
import dev.sextant.bench.processes.Failover;
import dev.sextant.bench.report.Failure;
import dev.sextant.bench.report.Figure;
import dev.sextant.bench.report.Origin;
import dev.sextant.bench.report.Report;
import dev.sextant.bench.report.Trial;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** A look at everything that matters, in the time of a coffee. For one thread. */
final class Quick {
    private static final String GALERA = "galera";
    private static final String IGNITE = "ignite";
    private static final String H2 = "h2";
    private static final String LMDB = "lmdb";
    private static final List<String> SIDE_BY_SIDE = List.of(Contenders.ONE_WRITER, Contenders.ROCKSDB, GALERA, IGNITE);
    /** Who is read from: those that are in this process, as this engine is. */
    private static final List<String> READ = List.of(Contenders.ONE_WRITER, Contenders.ROCKSDB, H2, LMDB);

    private static final int CLIENTS = 4;
    private static final List<Integer> OTHER_CLIENTS = List.of(1, 32);
    private static final List<Integer> PERCENTS = List.of(0, 10, 50, 100);
    private static final int HOT_PAGES = 100;
    private static final Duration DISTANCE = Duration.ofMillis(1);
    private static final int ROUNDS = 3;

    private final Pace pace;
    private final Path directory;
    private final PrintStream out;
    private final Comparison comparison;

    /**
     * How long everything takes.
     *
     * @param bound each bound
     * @param warmUp before the first round with a number of clients
     * @param round each round
     * @param sharedPages of the sharing curve
     * @param simulated each point of the sharing curve, in virtual time
     * @param healthySeconds before a writer is killed, twice
     * @param deadSeconds before it is started again
     * @param kills how often
     */
    record Pace(
            Duration bound,
            Duration warmUp,
            Duration round,
            int sharedPages,
            Duration simulated,
            int healthySeconds,
            int deadSeconds,
            int kills) {
        /** About eight minutes in all. The compilers of the JVM need half a minute of load until they rest; others have none. */
        static final Pace USUAL = new Pace(
                Duration.ofSeconds(2),
                Duration.ofSeconds(20),
                Duration.ofSeconds(4),
                1_000,
                Duration.ofSeconds(1),
                6,
                4,
                2);
    }

    Quick(Pace pace, Contenders contenders, Path directory, PrintStream out) {
        this.pace = pace;
        this.directory = directory;
        this.out = out;
        comparison = new Comparison(directory, contenders, out);
    }

    boolean isRight() {
        return comparison.isRight();
    }

    Report run(Origin origin) throws Exception {
        out.println("bounds");
        List<Bound> bounds = Bounds.measure(Files.createDirectories(directory.resolve("bounds")), pace.bound());
        bounds.forEach(this::tell);
        Trial updates = updates();
        Trial reads = reads();
        out.println("\nsharing, in the simulator");
        SharingStudy study = new SharingStudy(DISTANCE, pace.simulated(), out);
        study.run(PERCENTS, pace.sharedPages(), List.of(HOT_PAGES));
        out.println("\na writer is killed, in three processes");
        Failure failure = failure();
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("vs_galera", against(updates, GALERA, CLIENTS)));
        figures.add(new Figure("vs_ignite", against(updates, IGNITE, CLIENTS)));
        figures.add(new Figure("vs_rocksdb_occ", against(updates, Contenders.ROCKSDB, CLIENTS)));
        PERCENTS.forEach(percent -> figures.add(new Figure("scale4_" + percent, study.atPercent(percent))));
        figures.add(new Figure("hot" + HOT_PAGES, study.atHotPages(HOT_PAGES)));
        figures.add(new Figure("gap_ratio", OptionalDouble.of(failure.ratio())));
        figures.add(new Figure("read_vs_rocksdb", against(reads, Contenders.ROCKSDB, 1)));
        figures.add(new Figure("read_vs_h2", against(reads, H2, 1)));
        figures.add(new Figure("read_vs_lmdb", against(reads, LMDB, 1)));
        return new Report(
                "Benchmark: quick",
                origin,
                bounds,
                comparison.entrants(),
                comparison.absent(),
                List.of(updates, reads),
                study.curves(),
                List.of(failure),
                figures);
    }

    private void tell(Bound bound) {
        out.printf(
                Locale.ROOT,
                "  %-20s %14.0f/s  p50 %.1f  p99 %.1f µs%n",
                bound.name(),
                bound.perSecond(),
                bound.p50Micros(),
                bound.p99Micros());
    }

    private Trial updates() throws Exception {
        List<LoadPlan> plans = new ArrayList<>();
        plans.add(LoadPlan.closed(CLIENTS, pace.warmUp(), pace.round()));
        OTHER_CLIENTS.forEach(
                clients -> plans.add(LoadPlan.closed(clients, pace.warmUp().dividedBy(4), pace.round())));
        return comparison.run(
                Workloads.UPDATE,
                WorkloadSettings.DEFAULT,
                SIDE_BY_SIDE,
                plans,
                plan -> plan.clients() == CLIENTS ? ROUNDS : 1);
    }

    private Trial reads() throws Exception {
        Duration half = pace.round().dividedBy(2);
        return comparison.run(
                Workloads.READ,
                WorkloadSettings.DEFAULT,
                READ,
                List.of(LoadPlan.closed(1, half, half)),
                plan -> ROUNDS);
    }

    private Failure failure() throws IOException, InterruptedException {
        Failover failover = new Failover(pace.kills(), CLIENTS, pace.healthySeconds(), pace.deadSeconds(), out);
        Failover.Measured measured = failover.measure(ClusterMode.MULTI_MASTER);
        if (!measured.isRight()) {
            throw new IOException("after writers were killed, " + measured.lost() + " commits were lost and "
                    + measured.unknown() + " stayed unknown");
        }
        return new Failure(
                "Three processes, each with a writer, two segments and " + CLIENTS
                        + " clients that move money, over TCP on the loopback device; the process of one is killed.",
                measured.healthyMillis(),
                measured.gapsMillis(),
                measured.around());
    }

    /** This engine's operations a second over those of another; empty if that one is not there. */
    private static OptionalDouble against(Trial trial, String other, int clients) {
        Optional<Result> ours = find(trial, Contenders.ONE_WRITER, clients);
        Optional<Result> theirs = find(trial, other, clients);
        return ours.isPresent() && theirs.isPresent()
                ? OptionalDouble.of(ours.get().perSecond() / theirs.get().perSecond())
                : OptionalDouble.empty();
    }

    private static Optional<Result> find(Trial trial, String contender, int clients) {
        return trial.results().stream()
                .filter(result -> result.contender().equals(contender) && result.clients() == clients)
                .findFirst();
    }
}
