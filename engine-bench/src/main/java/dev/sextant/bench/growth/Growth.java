package dev.sextant.bench.growth;

import dev.sextant.api.config.ClusterConfig;
import dev.sextant.bench.bound.Bound;
import dev.sextant.bench.bound.Bounds;
import dev.sextant.bench.contender.Contenders;
import dev.sextant.bench.load.workload.Workloads;
import dev.sextant.bench.report.Curve;
import dev.sextant.bench.report.Figure;
import dev.sextant.bench.report.Origin;
import dev.sextant.bench.report.Report;
import dev.sextant.bench.report.Trial;
import dev.sextant.bench.suite.Combatant;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Measures this engine along axes and over time. For one thread. */
@SuppressWarnings("try") // each store fails in its own way when it is closed
final class Growth {
    private static final int WRITERS = 4;
    private static final int CLIENTS = 64;

    private final Pace pace;
    private final Path directory;
    private final PrintStream out;
    private final AxisStudy study;
    private final Map<GrowthAxis, List<Measured>> measured = new EnumMap<>(GrowthAxis.class);
    private final List<Trial> trials = new ArrayList<>();
    private final List<Curve> curves = new ArrayList<>();
    private boolean right = true;

    /**
     * @param directory for all that is written, on the disk that is measured
     * @param out who is told as it goes on
     */
    Growth(Pace pace, Contenders contenders, Path directory, PrintStream out) {
        this.pace = pace;
        this.directory = directory;
        this.out = out;
        study = new AxisStudy(directory, contenders, out);
    }

    /** Whether this engine did all it was asked to, and held what its clients were told. */
    boolean isRight() {
        return right;
    }

    Report run(Origin origin, Set<GrowthAxis> axes) throws Exception {
        out.println("bounds");
        List<Bound> bounds = Bounds.measure(Files.createDirectories(directory.resolve("bounds")), pace.bound());
        for (GrowthAxis axis : axes) {
            run(axis);
        }
        if (!pace.history().isZero()) {
            watch();
        }
        return new Report(
                "Benchmark: growth",
                origin,
                bounds,
                study.entrants(),
                List.of(),
                trials,
                curves,
                List.of(),
                figures(measured));
    }

    private void run(GrowthAxis axis) throws Exception {
        out.println("\n" + axis.unit());
        AxisStudy.Findings findings = study.run(axis.points(pace), pace);
        right &= findings.notes().isEmpty();
        measured.put(axis, findings.points());
        trials.add(new Trial(
                Workloads.UPDATE + ", over " + axis.unit(),
                "get and put of one row in a transaction, uniform; "
                        + pace.rows().get(0) + " rows of "
                        + pace.values().get(0) + " bytes, one writer and " + Pace.CLIENTS
                        + " clients, but for what grows; where values grow, rows become fewer, so that all fit into memory",
                findings.points().stream().map(Measured::result).toList(),
                findings.notes()));
        curves.addAll(Curves.of(axis, findings.points(), pageBytes()));
    }

    /** What contenders have that do not choose. */
    private int pageBytes() {
        return ClusterConfig.in(directory).build().pageSizeBytes();
    }

    private void watch() throws Exception {
        Point.Data data = GrowthAxis.ROWS.points(pace).get(0).data();
        out.println("\nhistory, " + pace.history().toSeconds() + " s");
        Path place = study.place(data);
        History history = new History(out);
        try (Combatant combatant = study.open(data, place)) {
            history.watch(combatant, place, Pace.CLIENTS, pace.history());
            for (String finding : combatant.findings()) {
                right = false;
                out.println(finding);
            }
        }
        curves.addAll(Curves.of(history.samples()));
    }

    // ---- the closing line ------------------------------------------------------------------------------------------

    static List<Figure> figures(Map<GrowthAxis, List<Measured>> measured) {
        List<Measured> rows = measured.getOrDefault(GrowthAxis.ROWS, List.of());
        List<Measured> writers = measured.getOrDefault(GrowthAxis.WRITERS, List.of());
        List<Measured> clients = measured.getOrDefault(GrowthAxis.CLIENTS, List.of());
        Optional<Measured> usual = at(clients, Pace.CLIENTS);
        return List.of(
                new Figure(
                        "rows_ratio",
                        ratio(
                                rows.stream().reduce((earlier, later) -> later),
                                rows.stream().findFirst(),
                                each -> each.millis(50))),
                new Figure("writers4", perSecond(writers, WRITERS)),
                new Figure("clients64", perSecond(clients, CLIENTS)),
                new Figure("ios_commit", usual.map(Measured::writesEach).orElse(OptionalDouble.empty())),
                new Figure(
                        "bytes_commit",
                        usual.map(each -> OptionalDouble.of(each.storeBytesEach()))
                                .orElse(OptionalDouble.empty())));
    }

    private static Optional<Measured> at(List<Measured> points, double x) {
        return points.stream().filter(each -> each.point().x() == x).findFirst();
    }

    /** Commits a second at a place over those at 1. */
    private static OptionalDouble perSecond(List<Measured> points, int x) {
        return ratio(at(points, x), at(points, 1), each -> each.result().perSecond());
    }

    private static OptionalDouble ratio(
            Optional<Measured> of, Optional<Measured> to, ToDoubleFunction<Measured> figure) {
        return of.isPresent() && to.isPresent() && figure.applyAsDouble(to.get()) > 0
                ? OptionalDouble.of(figure.applyAsDouble(of.get()) / figure.applyAsDouble(to.get()))
                : OptionalDouble.empty();
    }
}
