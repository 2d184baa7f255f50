package dev.sextant.bench.growth;

import dev.sextant.bench.contender.ContenderFactory;
import dev.sextant.bench.contender.Contenders;
import dev.sextant.bench.load.LoadPlan;
import dev.sextant.bench.load.Result;
import dev.sextant.bench.load.workload.Workloads;
import dev.sextant.bench.report.Entrant;
import dev.sextant.bench.space.FileSizes;
import dev.sextant.bench.suite.Combatant;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Measures points of an axis. What they need is open side by side, and they take turns, a round each, so that whatever the machine does
 * meanwhile meets all of them. Who fails leaves the field. For one thread.
 */
final class AxisStudy {
    /** Where all is warm but what the others have pushed out. */
    private static final Duration BEFORE_A_ROUND = Duration.ofMillis(500);

    private final Path directory;
    private final Contenders contenders;
    private final PrintStream out;
    private final Set<Entrant> entrants = new LinkedHashSet<>();
    private int opened;

    /**
     * @param directory for all that is opened, on the disk that is measured
     * @param out who is told as it goes on
     */
    AxisStudy(Path directory, Contenders contenders, PrintStream out) {
        this.directory = directory;
        this.contenders = contenders;
        this.out = out;
    }

    /**
     * What came of it.
     *
     * @param points those whose store did not fail, in their order
     * @param notes what was wrong, a sentence each; empty if nothing was
     */
    record Findings(List<Measured> points, List<String> notes) {}

    /** What is open, and where. */
    private record Store(Combatant combatant, Path place) {}

    /** Who took part so far. */
    List<Entrant> entrants() {
        return List.copyOf(entrants);
    }

    /** Opens one and loads it. */
    Combatant open(Point.Data data, Path place) throws Exception {
        ContenderFactory factory = contenders
                .named(data.contender())
                .orElseThrow(() -> new IllegalArgumentException("nobody is called " + data.contender()));
        Combatant combatant = Combatant.open(factory, place, Workloads.UPDATE, data.settings());
        entrants.add(combatant.entrant());
        return combatant;
    }

    /** A new place for one. */
    Path place(Point.Data data) {
        return directory.resolve(opened++ + "-" + data.contender());
    }

    Findings run(List<Point> points, Pace pace) throws Exception {
        List<String> notes = new ArrayList<>();
        Map<Point.Data, Store> open = new LinkedHashMap<>();
        try {
            for (Point point : points) {
                if (!open.containsKey(point.data())) {
                    open.put(point.data(), opened(point.data()));
                }
            }
            Map<Point, Result> results = measured(points, pace, open, notes);
            Map<Point.Data, Footprint> footprints = close(open, notes);
            List<Measured> measured = new ArrayList<>();
            results.forEach((point, result) -> {
                Footprint footprint = footprints.get(point.data());
                if (footprint != null) {
                    measured.add(new Measured(point, result, footprint));
                }
            });
            measured.forEach(this::tell);
            return new Findings(measured, notes);
        } finally {
            for (Store store : open.values()) {
                store.combatant().close();
            }
        }
    }

    private Map<Point, Result> measured(List<Point> points, Pace pace, Map<Point.Data, Store> open, List<String> notes)
            throws Exception {
        Map<Point, Result> results = new LinkedHashMap<>();
        if (!pace.warmUp().isZero()) {
            // All of them before the first round of any, or the first would pay for what is compiled as it runs.
            for (Point point : points) {
                measure(point, LoadPlan.closed(point.clients(), Duration.ZERO, pace.warmUp()), open, notes);
            }
        }
        for (int round = 0; round < pace.rounds(); round++) {
            for (Point point : points) {
                LoadPlan plan = LoadPlan.closed(point.clients(), BEFORE_A_ROUND, pace.round());
                measure(point, plan, open, notes).ifPresent(result -> results.merge(point, result, Result::plus));
            }
        }
        return results;
    }

    private Store opened(Point.Data data) throws Exception {
        Path place = place(data);
        long from = System.nanoTime();
        Combatant combatant = open(data, place);
        out.printf(
                Locale.ROOT,
                "  %s with %,d rows of %,d bytes: loaded in %,d ms%n",
                data.contender(),
                data.settings().rows(),
                data.settings().valueBytes(),
                Duration.ofNanos(System.nanoTime() - from).toMillis());
        return new Store(combatant, place);
    }

    /** Runs a point, if its store has not failed. */
    private Optional<Result> measure(Point point, LoadPlan plan, Map<Point.Data, Store> open, List<String> notes)
            throws Exception {
        if (!open.containsKey(point.data())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Result(
                    point.name(),
                    Workloads.UPDATE,
                    point.clients(),
                    OptionalDouble.empty(),
                    List.of(store(open, point.data()).combatant().run(plan))));
        } catch (Exception failure) {
            failure.printStackTrace(out);
            note(point.name() + " failed with " + point.clients() + " clients: " + failure, notes);
            close(open, point.data());
            return Optional.empty();
        }
    }

    private void note(String note, List<String> notes) {
        notes.add(note);
        out.println(note);
    }

    /** Looks at what each one holds and takes, and closes it. */
    private Map<Point.Data, Footprint> close(Map<Point.Data, Store> open, List<String> notes) throws Exception {
        Map<Point.Data, Footprint> footprints = new LinkedHashMap<>();
        for (Point.Data data : List.copyOf(open.keySet())) {
            look(store(open, data), notes);
            long fileBytes = FileSizes.below(store(open, data).place());
            long before = Heap.inUseBytes();
            // Nobody may hold it here any more, or the collection would not find it.
            close(open, data);
            footprints.put(data, new Footprint(Math.max(0, before - Heap.inUseBytes()), fileBytes));
        }
        return footprints;
    }

    private void look(Store store, List<String> notes) {
        Combatant combatant = store.combatant();
        try {
            for (String finding : combatant.findings()) {
                note(combatant.name() + ": " + finding, notes);
            }
        } catch (Exception failure) {
            failure.printStackTrace(out);
            note(combatant.name() + " could not be looked at afterwards: " + failure, notes);
        }
    }

    private static Store store(Map<Point.Data, Store> open, Point.Data data) {
        return Objects.requireNonNull(open.get(data));
    }

    private static void close(Map<Point.Data, Store> open, Point.Data data) throws Exception {
        Objects.requireNonNull(open.remove(data)).combatant().close();
    }

    private void tell(Measured measured) {
        Result result = measured.result();
        out.printf(
                Locale.ROOT,
                "  %-22s %3d clients %10.1f/s (%.1f to %.1f)  p50 %.3f  p99 %.3f  p99.9 %.3f ms  heap %,d  files %,d KiB"
                        + "  %.0f store bytes  %.3f page reads%s%n",
                result.contender(),
                result.clients(),
                result.perSecond(),
                result.perSecondLeast(),
                result.perSecondMost(),
                measured.millis(50),
                measured.millis(99),
                measured.millis(99.9),
                measured.footprint().heapBytes() >> 10,
                measured.footprint().fileBytes() >> 10,
                measured.storeBytesEach(),
                measured.pageReadsEach(),
                measured.writesEach().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "  %.2f disk writes %.2f flushes each",
                                measured.writesEach().orElseThrow(),
                                measured.flushesEach().orElseThrow())
                        : "  (disks not told here)");
    }
}
