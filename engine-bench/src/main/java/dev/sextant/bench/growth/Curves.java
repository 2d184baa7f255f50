package dev.sextant.bench.growth;

import dev.sextant.api.SegmentId;
import dev.sextant.bench.report.Curve;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Draws what was measured. Pure. */
final class Curves {
    /**
     * What the database node of Aurora, with replicas, sends for a transaction: Verbitski and others, "Amazon Aurora: Design
     * Considerations for High Throughput Cloud-Native Relational Databases", SIGMOD 2017, table 1. Mirrored MySQL sends 7.4.
     */
    static final double AURORA_WRITES = 0.95;

    private static final double MIB = 1 << 20;

    private Curves() {}

    // ---- axes ------------------------------------------------------------------------------------------------------

    /** The curves of one axis. */
    static List<Curve> of(GrowthAxis axis, List<Measured> points, int pageBytes) {
        String over = ", over " + axis.unit();
        List<Curve> curves = new ArrayList<>();
        curves.add(curve(
                axis,
                "commits a second" + over,
                "Closed loop; each transaction reads and writes one row.",
                "commits a second",
                List.of(line("commits", points, each -> each.result().perSecond()))));
        curves.add(curve(
                axis,
                "latency" + over,
                "From when a client begins until the commit is durable, in the rounds of the line above.",
                "milliseconds",
                List.of(
                        line("p50", points, each -> each.millis(50)),
                        line("p99", points, each -> each.millis(99)),
                        line("p99.9", points, each -> each.millis(99.9)))));
        if (axis.hasStores()) {
            curves.add(curve(
                    axis,
                    "memory and disk space" + over,
                    "Heap: what a collection finds less once the store is closed; what RocksDB allocates is not in it. Files: what"
                            + " they add up to at the end, log files and history that is kept included.",
                    "MiB",
                    List.of(
                            line("heap", points, each -> each.footprint().heapBytes() / MIB),
                            line("files", points, each -> each.footprint().fileBytes() / MIB))));
        }
        if (points.stream().anyMatch(each -> each.writesEach().isPresent())) {
            curves.add(disks(axis, points, over));
        }
        curves.add(bytes(axis, points, over, pageBytes));
        curves.add(curve(
                axis,
                "page reads" + over,
                "Pages that were not in a writer's memory and came from a segment, for one commit.",
                "pages a commit",
                List.of(line("page reads", points, Measured::pageReadsEach))));
        return curves;
    }

    private static Curve disks(GrowthAxis axis, List<Measured> points, String over) {
        List<Measured> told =
                points.stream().filter(each -> each.writesEach().isPresent()).toList();
        return curve(
                axis,
                "disk I/Os" + over,
                "Requests to write and flushes for one commit, as the kernel counts them for the whole machine: of all six segments,"
                        + " of what they do in the background, and of whatever else runs. Beside it the I/Os that Aurora's database"
                        + " node sends for a transaction (SIGMOD 2017, table 1): those cross its network, and what its storage"
                        + " nodes' disks do then is not in them.",
                "a commit",
                List.of(
                        line("writes", told, each -> orZero(each.writesEach())),
                        line("flushes", told, each -> orZero(each.flushesEach())),
                        line("Aurora, sent", told, each -> AURORA_WRITES)));
    }

    private static double orZero(OptionalDouble value) {
        return value.orElse(0);
    }

    private static Curve bytes(GrowthAxis axis, List<Measured> points, String over, int pageBytes) {
        List<Curve.Series> series = new ArrayList<>();
        series.add(line("store bytes", points, Measured::storeBytesEach));
        String description =
                "Keys and values that all six segments wrote for one commit: redo, votes, fates, and the pages that three"
                        + " of them build.";
        if (axis.tellsPages()) {
            series.add(line("whole pages", points, each -> each.wholePageBytesEach(pageBytes, SegmentId.COUNT)));
            description +=
                    " Beside it what the changed pages alone would take if each was sent whole to all six, once for"
                            + " all transactions of a group: each transaction changes one row and so one page, and those on one page"
                            + " share a proposal, so there are as many changed pages as proposals, but for"
                            + " those that were made again.";
        }
        return curve(axis, "bytes written" + over, description, "bytes a commit", series);
    }

    private static Curve curve(
            GrowthAxis axis, String title, String description, String unit, List<Curve.Series> series) {
        return new Curve("Growth: " + title, description, axis.unit(), unit, true, series);
    }

    private static Curve.Series line(String name, List<Measured> points, ToDoubleFunction<Measured> y) {
        return new Curve.Series(
                name,
                points.stream()
                        .map(each -> new Curve.Point(each.point().x(), y.applyAsDouble(each)))
                        .toList());
    }

    // ---- history ---------------------------------------------------------------------------------------------------

    /** The curves of a store that was watched. */
    static List<Curve> of(List<Sample> samples) {
        return List.of(
                history(
                        "commits a second",
                        "Clients pause while it is looked at; that time does not count.",
                        "commits a second",
                        List.of(line(samples, "commits", Sample::perSecond))),
                history(
                        "latency",
                        "Of the commits since the look before.",
                        "milliseconds",
                        List.of(line(samples, "p50", Sample::p50Millis), line(samples, "p99.9", Sample::p999Millis))),
                history(
                        "memory",
                        "The whole process's heap after a collection.",
                        "MiB",
                        List.of(line(samples, "heap", each -> each.heapBytes() / MIB))),
                history(
                        "disk space",
                        "What the files add up to, and all keys and values that the six segments have written.",
                        "MiB",
                        List.of(
                                line(samples, "files", each -> each.fileBytes() / MIB),
                                line(samples, "written", each -> each.writtenBytes() / MIB))));
    }

    private static Curve history(String title, String description, String unit, List<Curve.Series> series) {
        return new Curve("History: " + title, description, "seconds", unit, series);
    }

    private static Curve.Series line(List<Sample> samples, String name, ToDoubleFunction<Sample> y) {
        return new Curve.Series(
                name,
                samples.stream()
                        .map(each -> new Curve.Point(each.seconds(), y.applyAsDouble(each)))
                        .toList());
    }
}
