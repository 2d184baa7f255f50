package dev.sextant.bench.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.bench.load.MachineUse;
import dev.sextant.bench.load.Result;
import dev.sextant.bench.load.Round;
import dev.sextant.bench.load.workload.WorkloadSettings;
import dev.sextant.bench.report.Curve;
import dev.sextant.bench.report.Figure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What is computed from what was measured. */
class FiguresTest {
    private static final long MIB = 1 << 20;
    private static final Point.Data DATA = new Point.Data("sextant", WorkloadSettings.DEFAULT);

    /** One second with 100 commits in it, each of which took so long, and 50 more in the warm-up. */
    private static Measured measured(double x, int millis, long done, Optional<MachineUse> use) {
        Histogram times = new Histogram(3);
        times.recordValueWithCount(Duration.ofMillis(millis).toNanos(), done);
        Histogram attempts = new Histogram(3);
        attempts.recordValueWithCount(1, done);
        Map<String, Long> counters = Map.of(
                "commits",
                150L,
                "proposals",
                80L,
                "rebases",
                5L,
                "bytes written by segments",
                3_000L,
                "page reads from segments",
                30L);
        Round round =
                new Round(1_000_000_000, done, 0, 0, done, times, times, attempts, 1, new int[] {1}, use, counters);
        Result result = new Result("sextant", "update", (int) x, OptionalDouble.empty(), List.of(round));
        return new Measured(new Point("sextant", x, DATA, (int) x), result, new Footprint(3 * MIB, 7 * MIB));
    }

    private static Measured measured(double x, int millis, long done) {
        return measured(x, millis, done, Optional.of(new MachineUse(50, 250, 1, 1)));
    }

    private static List<Double> ys(List<Curve> curves, String title, String series) {
        return curves.stream()
                .filter(curve -> curve.title().equals(title))
                .flatMap(curve -> curve.series().stream())
                .filter(each -> each.name().equals(series))
                .flatMap(each -> each.points().stream())
                .map(Curve.Point::y)
                .toList();
    }

    @Test
    void whatOneCommitTakesCountsTheCommitsOfTheSameTime() {
        Measured point = measured(4, 10, 100);
        assertEquals(2.5, point.writesEach().orElseThrow(), "the kernel's, without the warm-up");
        assertEquals(0.5, point.flushesEach().orElseThrow());
        assertEquals(20, point.storeBytesEach(), "the engine's, with the warm-up");
        assertEquals(0.2, point.pageReadsEach());
        assertEquals(0.5 * 8_192 * 6, point.wholePageBytesEach(8_192, 6), "two transactions share a page");
        assertEquals(10, point.millis(50), 0.01);
    }

    @Test
    void whereTheKernelDoesNotTellThereAreNoWrites() {
        Measured point = measured(4, 10, 100, Optional.empty());
        assertTrue(point.writesEach().isEmpty());
        List<Curve> curves = Curves.of(GrowthAxis.CLIENTS, List.of(point), 8_192);
        assertTrue(curves.stream().noneMatch(curve -> curve.title().contains("disk I/Os")));
        assertEquals(
                "RESULT rows_ratio=none writers4=none clients64=none ios_commit=none bytes_commit=20.00",
                Figure.line(Growth.figures(Map.of(GrowthAxis.CLIENTS, List.of(point)))));
    }

    @Test
    void withoutCommitsNothingIsToldOfOne() {
        assertTrue(measured(4, 10, 0).writesEach().isEmpty());
    }

    @Test
    void theClosingLineComparesTheEndsOfEachAxis() {
        Map<GrowthAxis, List<Measured>> all = Map.of(
                GrowthAxis.ROWS, List.of(measured(10_000, 10, 100), measured(100_000, 12, 90), measured(1e6, 15, 80)),
                GrowthAxis.WRITERS, List.of(measured(1, 10, 100), measured(2, 10, 180), measured(4, 10, 350)),
                GrowthAxis.CLIENTS, List.of(measured(1, 10, 50), measured(4, 10, 200), measured(64, 10, 1_000)));
        assertEquals(
                "RESULT rows_ratio=1.50 writers4=3.50 clients64=20.00 ios_commit=1.25 bytes_commit=20.00",
                Figure.line(Growth.figures(all)));
    }

    @Test
    void anAxisHasACurveForEachThingThatMayGrow() {
        List<Curve> curves =
                Curves.of(GrowthAxis.ROWS, List.of(measured(10_000, 10, 100), measured(1e6, 15, 80)), 8_192);
        assertEquals(List.of(100.0, 80.0), ys(curves, "Growth: commits a second, over rows", "commits"));
        assertEquals(15, ys(curves, "Growth: latency, over rows", "p99.9").get(1), 0.01);
        assertEquals(List.of(3.0, 3.0), ys(curves, "Growth: memory and disk space, over rows", "heap"));
        assertEquals(List.of(7.0, 7.0), ys(curves, "Growth: memory and disk space, over rows", "files"));
        assertEquals(List.of(2.5, 3.125), ys(curves, "Growth: disk I/Os, over rows", "writes"));
        assertEquals(List.of(0.95, 0.95), ys(curves, "Growth: disk I/Os, over rows", "Aurora, sent"));
        assertEquals(List.of(20.0, 20.0), ys(curves, "Growth: bytes written, over rows", "store bytes"));
        assertEquals(List.of(24_576.0, 24_576.0), ys(curves, "Growth: bytes written, over rows", "whole pages"));
        assertEquals(List.of(0.2, 0.2), ys(curves, "Growth: page reads, over rows", "page reads"));
        assertTrue(curves.stream().allMatch(Curve::doubling));
    }

    @Test
    void pagesAreNotToldWhereProposalsDoNotTellThem() {
        List<Curve> curves = Curves.of(GrowthAxis.VALUES, List.of(measured(100, 10, 100)), 8_192);
        assertEquals(List.of(), ys(curves, "Growth: bytes written, over bytes of a value", "whole pages"));
        assertEquals(List.of(20.0), ys(curves, "Growth: bytes written, over bytes of a value", "store bytes"));
    }

    @Test
    void historyIsDrawnOverTime() {
        List<Curve> curves = Curves.of(List.of(
                new Sample(2, 500, 1, 9, 4 * MIB, 6 * MIB, 8 * MIB),
                new Sample(4, 400, 2, 8, 5 * MIB, 7 * MIB, 16 * MIB)));
        assertEquals(List.of(500.0, 400.0), ys(curves, "History: commits a second", "commits"));
        assertEquals(List.of(9.0, 8.0), ys(curves, "History: latency", "p99.9"));
        assertEquals(List.of(4.0, 5.0), ys(curves, "History: memory", "heap"));
        assertEquals(List.of(8.0, 16.0), ys(curves, "History: disk space", "written"));
        assertEquals(4, curves.get(0).series().get(0).points().get(1).x());
    }

    @Test
    void historyIsLookedAtSixtyTimesAtMostAndOnceASecondAtMost() {
        assertEquals(Duration.ofMinutes(1), History.step(Duration.ofHours(1)));
        assertEquals(Duration.ofSeconds(2), History.step(Duration.ofSeconds(120)));
        assertEquals(Duration.ofSeconds(1), History.step(Duration.ofSeconds(10)));
        assertEquals(Duration.ofMillis(300), History.step(Duration.ofMillis(300)));
    }

    @Test
    void onlyWhatGrowsDiffersAlongAnAxis() {
        for (GrowthAxis axis : GrowthAxis.values()) {
            List<Point> points = axis.points(Pace.USUAL);
            Point first = points.get(0);
            assertEquals(new Point.Data("sextant", WorkloadSettings.DEFAULT), first.data(), axis::label);
            assertEquals(axis == GrowthAxis.CLIENTS ? 1 : Pace.CLIENTS, first.clients());
            long stores = points.stream().map(Point::data).distinct().count();
            assertEquals(axis.hasStores() ? points.size() : 1, stores, axis::label);
        }
        assertEquals(
                "sextant-4", GrowthAxis.WRITERS.points(Pace.USUAL).get(3).data().contender());
    }

    @Test
    void largeValuesStillFitIntoAWritersMemory() {
        List<WorkloadSettings> sizes = GrowthAxis.VALUES.points(Pace.USUAL).stream()
                .map(point -> point.data().settings())
                .toList();
        assertEquals(
                List.of(10_000, 10_000, 4_096, 512),
                sizes.stream().map(WorkloadSettings::rows).toList());
        assertEquals(64 << 10, sizes.get(3).valueBytes());
    }
}
