package dev.sextant.bench.lag;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.ContenderFactory;
import dev.sextant.bench.load.Driver;
import dev.sextant.bench.load.LoadPlan;
import dev.sextant.bench.load.Result;
import dev.sextant.bench.load.Round;
import dev.sextant.bench.load.workload.Workload;
import dev.sextant.bench.load.workload.WorkloadSettings;
import dev.sextant.bench.load.workload.Workloads;
import dev.sextant.bench.report.Curve;
import dev.sextant.bench.report.Entrant;
import dev.sextant.bench.report.Figure;
import dev.sextant.bench.report.Origin;
import dev.sextant.bench.report.Report;
import dev.sextant.bench.report.Trial;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Lets clients commit on one of two writers, at paces that depend on nothing, and watches the other. For one thread. */
@SuppressWarnings("try") // each store fails in its own way when it is closed
final class LagStudy {
    private final Pace pace;
    private final ContenderFactory factory;
    private final Path directory;
    private final PrintStream out;
    private final Map<Integer, Measured> measured = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();

    private record Measured(Result result, Lags lags) {}

    /**
     * @param factory of this engine with two writers or more
     * @param directory for all that is written, on the disk that is measured
     * @param out who is told as it goes on
     */
    LagStudy(Pace pace, ContenderFactory factory, Path directory, PrintStream out) {
        this.pace = pace;
        this.factory = factory;
        this.directory = directory;
        this.out = out;
    }

    /** Whether the other writer came to see all, and the volume holds what clients were told. */
    boolean isRight() {
        return notes.isEmpty();
    }

    Report run(Origin origin) throws Exception {
        try (NotingContender contender =
                new NotingContender(factory.open(Files.createDirectories(directory.resolve(factory.name()))))) {
            Workload workload = Workloads.named(Workloads.UPDATE, WorkloadSettings.DEFAULT);
            try (Client client = contender.connect(0)) {
                workload.load(client);
            }
            measure(contender, new Driver(contender, workload));
            try (Client client = contender.connect(0)) {
                workload.findings(client).forEach(this::note);
            }
            measured.forEach(this::tell);
            return new Report(
                    "Benchmark: lag",
                    origin,
                    List.of(),
                    List.of(new Entrant(contender.name(), contender.version(), contender.durability())),
                    List.of(),
                    List.of(new Trial(
                            workload.name(),
                            workload.description() + "; all on one of the writers, while another is watched",
                            measured.values().stream().map(Measured::result).toList(),
                            notes)),
                    curves(),
                    List.of(),
                    figures());
        }
    }

    private void measure(NotingContender contender, Driver driver) throws Exception {
        if (!pace.warmUp().isZero()) {
            round(contender, driver, pace.last(), pace.warmUp(), new Lags());
        }
        for (int round = 0; round < pace.rounds(); round++) {
            for (int rate : pace.rates()) {
                Measured before = measured.get(rate);
                Lags lags = before == null ? new Lags() : before.lags();
                Result result = new Result(
                        contender.name() + ", " + rate + "/s",
                        Workloads.UPDATE,
                        pace.clients(),
                        OptionalDouble.of(rate),
                        List.of(round(contender, driver, rate, pace.round(), lags)));
                measured.put(
                        rate,
                        new Measured(before == null ? result : before.result().plus(result), lags));
            }
        }
        measured.forEach((rate, at) -> {
            if (at.lags().unseen() > 0) {
                note("at " + rate + "/s the other writer never came to see "
                        + at.lags().unseen() + " commits");
            }
        });
    }

    private void note(String note) {
        notes.add(note);
        out.println(note);
    }

    private Round round(NotingContender contender, Driver driver, int rate, Duration length, Lags lags)
            throws Exception {
        contender.takeCommits();
        try (Watcher watcher = new Watcher(contender.other())) {
            Round round = driver.run(new LoadPlan(pace.clients(), Duration.ZERO, length, OptionalDouble.of(rate)));
            Watcher.Looks looks = watcher.endAt(contender.point());
            lags.add(contender.takeCommits(), looks);
            return round;
        }
    }

    private void tell(int rate, Measured at) {
        out.printf(
                Locale.ROOT,
                "  %6d/s, reached %.1f/s (%.1f to %.1f): the other writer has it %.3f ms after the acknowledgement at p50, %.3f at p99,"
                        + " %.3f at p99.9, %.1f %% by then; %.3f and %.3f ms after the beginning at p50 and p99; looked every"
                        + " %.3f ms at p50, %.3f at p99%n",
                rate,
                at.result().perSecond(),
                at.result().perSecondLeast(),
                at.result().perSecondMost(),
                at.lags().fromEndMillis(50),
                at.lags().fromEndMillis(99),
                at.lags().fromEndMillis(99.9),
                at.lags().atOncePercent(),
                at.lags().fromBeginMillis(50),
                at.lags().fromBeginMillis(99),
                at.lags().betweenLooksMillis(50),
                at.lags().betweenLooksMillis(99));
    }

    // ---- the report ------------------------------------------------------------------------------------------------

    private List<Curve> curves() {
        return List.of(
                new Curve(
                        "Redo lag",
                        "From the acknowledgement of a commit on one writer until a read on another sees it; 0 where it did before. That"
                                + " one is looked at by a thread that reads and then sleeps; a lag may be too long by the time between two"
                                + " looks, which grows where processors are busy.",
                        "commits/s reached",
                        "milliseconds",
                        List.of(
                                series("p50", at -> at.lags().fromEndMillis(50)),
                                series("p99", at -> at.lags().fromEndMillis(99)),
                                series("p99.9", at -> at.lags().fromEndMillis(99.9)),
                                series("between two looks, p99", at -> at.lags().betweenLooksMillis(99)))),
                new Curve(
                        "From the beginning of a transaction until another writer has it",
                        "Without the time that it had to wait for a client of the open loop.",
                        "commits/s reached",
                        "milliseconds",
                        List.of(
                                series("p50", at -> at.lags().fromBeginMillis(50)),
                                series("p99", at -> at.lags().fromBeginMillis(99)),
                                series("p99.9", at -> at.lags().fromBeginMillis(99.9)))));
    }

    private Curve.Series series(String name, ToDoubleFunction<Measured> figure) {
        return new Curve.Series(
                name,
                measured.values().stream()
                        .map(at -> new Curve.Point(at.result().perSecond(), figure.applyAsDouble(at)))
                        .toList());
    }

    private List<Figure> figures() {
        Measured last = Objects.requireNonNull(measured.get(pace.last()), "every rate was measured");
        return List.of(
                figure("rate", pace.last()),
                figure("reached", last.result().perSecond()),
                figure("lag_p50_ms", last.lags().fromEndMillis(50)),
                figure("lag_p99_ms", last.lags().fromEndMillis(99)),
                figure("lag_p999_ms", last.lags().fromEndMillis(99.9)),
                figure("begin_p50_ms", last.lags().fromBeginMillis(50)),
                figure("begin_p99_ms", last.lags().fromBeginMillis(99)),
                figure("look_p99_ms", last.lags().betweenLooksMillis(99)));
    }

    private static Figure figure(String name, double value) {
        return new Figure(name, OptionalDouble.of(value));
    }
}
