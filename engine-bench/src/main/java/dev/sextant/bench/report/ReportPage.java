package dev.sextant.bench.report;

import dev.sextant.bench.bound.Bound;
import dev.sextant.bench.load.MachineUse;
import dev.sextant.bench.load.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a report as one page of HTML that refers to nothing outside of itself. Pure. */
final class ReportPage {
    private static final double MICROS_PER_MILLI = 1_000;
    private static final double MICROS = 1e6;
    private static final double TICKS_A_SECOND = 100;
    private static final double NANOS = 1e9;
    private static final int PERCENT = 100;
    private static final int FAILURE_PARTS = 200;
    private static final double BEFORE_SECONDS = 2;

    private static final String ONE_RUN =
            "All figures of this page are from one run on one machine; what they are worth is their ratios. Rounds alternate between"
                    + " contenders, which are open side by side. Disk and processor figures are the whole machine's, from the"
                    + " kernel.";
    private static final String SEVERAL_RUNS =
            "Each figure is of several runs of one command; ratios are of what was measured within one run.";

    private static final String STYLE = """
            body { font-family: sans-serif; max-width: 1100px; margin: 2em auto; padding: 0 1em; color: #222; line-height: 1.4 }
            table { border-collapse: collapse; margin: 1em 0; font-size: 90% }
            th, td { border: 1px solid #ccc; padding: 0.25em 0.6em; text-align: left; vertical-align: top }
            th { background: #f3f3f3 }
            td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
            svg { width: 100%; max-width: 720px; display: block; margin: 1em 0; background: #fff }
            code { background: #f3f3f3; padding: 0.1em 0.3em }
            """;

    private final Report report;

    private ReportPage(Report report) {
        this.report = report;
    }

    static String text(Report report) {
        return new ReportPage(report).text();
    }

    private String text() {
        StringBuilder html = new StringBuilder();
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
                .append(Svg.escape(report.title()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(Svg.escape(report.title()))
                .append("</h1>\n");
        html.append(origin());
        if (!report.figures().isEmpty()) {
            html.append("<p><code>").append(Figure.line(report.figures())).append("</code></p>\n");
        }
        if (!report.entrants().isEmpty() || !report.absent().isEmpty()) {
            html.append(entrants());
        }
        if (!report.bounds().isEmpty()) {
            html.append(bounds());
        }
        report.trials().forEach(trial -> html.append(trial(trial)));
        report.curves().forEach(curve -> html.append(curve(curve)));
        report.failures().forEach(failure -> html.append(failure(failure)));
        if (!report.spreads().isEmpty()) {
            html.append(spreads());
        }
        return html.append("</body>\n</html>\n").toString();
    }

    private static String paragraph(String words) {
        return "<p>" + Svg.escape(words) + "</p>\n";
    }

    private static String heading(String words) {
        return "<h2>" + Svg.escape(words) + "</h2>\n";
    }

    private String origin() {
        Origin origin = report.origin();
        String machine = origin.machine().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; "));
        return paragraph("Taken " + origin.taken() + " at commit " + origin.commit() + " by " + origin.command())
                + paragraph(machine)
                + paragraph(report.spreads().isEmpty() ? ONE_RUN : SEVERAL_RUNS);
    }

    private String entrants() {
        Table table = new Table("contender", "version", "what is durable when a commit returns");
        report.entrants().forEach(each -> table.row(List.of(each.name(), each.version(), each.durability())));
        StringBuilder html = new StringBuilder(heading("Contenders")).append(table.end());
        report.absent().forEach(each -> html.append(paragraph(each.name() + " is not here: " + each.why())));
        return html.toString();
    }

    private String bounds() {
        Table table = new Table("bound", "what", "a second", "p50 µs", "p99 µs");
        for (Bound bound : report.bounds()) {
            table.row(List.of(
                    bound.name(),
                    bound.what(),
                    Axis.label(bound.perSecond()),
                    bound.p50Micros() == 0 ? "" : number(bound.p50Micros()),
                    bound.p99Micros() == 0 ? "" : number(bound.p99Micros())));
        }
        return heading("What the machine could do") + table.end();
    }

    private static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 1 ? "%,.2f" : "%,.3f";
        return String.format(Locale.ROOT, format, value);
    }

    private String spreads() {
        Table table = new Table("figure", "runs", "median", "least", "most");
        report.spreads()
                .forEach(spread -> table.row(List.of(
                        spread.name(),
                        String.valueOf(spread.values().size()),
                        number(spread.median()),
                        number(spread.least()),
                        number(spread.most()))));
        return heading("How far the runs lie apart") + table.end();
    }

    private String trial(Trial trial) {
        Table table = new Table(
                "contender",
                "clients",
                "loop",
                "a second",
                "slowest–fastest round",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "longest gap ms",
                "attempts each",
                "p99.9",
                "given up",
                "flushes each",
                "disk writes each",
                "disk bytes each",
                "store bytes each",
                "processors busy",
                "of six batches/s",
                "p50 to theirs");
        trial.results().forEach(result -> table.row(row(result)));
        StringBuilder html = new StringBuilder(heading(trial.workload()))
                .append(paragraph(trial.description()))
                .append(table.end());
        trial.notes().forEach(note -> html.append(paragraph(note)));
        boolean open = trial.results().stream()
                .anyMatch(result -> result.perSecondOffered().isPresent());
        if (open) {
            html.append(
                    paragraph(
                            "In an open loop latency counts from when an operation was meant to begin, whether a client was"
                                    + " free or not; a client that sleeps until then wakes some 50 to 100 µs late, which is in it."));
        }
        return html.append(TrialPlots.of(trial)).toString();
    }

    private List<String> row(Result result) {
        List<String> cells = new ArrayList<>();
        cells.add(result.contender());
        cells.add(String.valueOf(result.clients()));
        cells.add(
                result.perSecondOffered().isPresent()
                        ? "open, " + number(result.perSecondOffered().getAsDouble()) + "/s"
                        : "closed");
        cells.add(number(result.perSecond()));
        cells.add(number(result.perSecondLeast()) + "–" + number(result.perSecondMost()));
        for (double percentile : Result.PERCENTILES) {
            cells.add(number(result.responseMicros(percentile) / MICROS_PER_MILLI));
        }
        cells.add(number(result.longestGapMicros() / MICROS_PER_MILLI));
        cells.add(number(result.attemptsEach()));
        cells.add(String.valueOf(result.attempts(99.9)));
        cells.add(String.valueOf(result.refused() + result.unserved()));
        Optional<MachineUse> use = result.use();
        cells.add(use.isPresent() ? number(TrialPlots.flushesEach(result)) : "not told here");
        cells.add(use.isPresent() ? number(TrialPlots.writesEach(result)) : "not told here");
        cells.add(use.isPresent() ? number(TrialPlots.bytesEach(result)) : "not told here");
        Long stored = result.counters().get("bytes written by segments");
        Long commits = result.counters().get("commits");
        cells.add(stored == null || commits == null || commits == 0 ? "" : number((double) stored / commits));
        cells.add(use.map(all -> number(busy(result, all))).orElse("not told here"));
        Optional<Bound> six = report.bound(Bound.SIX_ROCKSDB_BATCHES);
        cells.add(six.map(bound -> number(PERCENT * result.perSecond() / bound.perSecond()) + " %")
                .orElse(""));
        cells.add(six.map(bound -> number(result.responseMicros(50) / bound.p50Micros()) + "×")
                .orElse(""));
        return cells;
    }

    private static double busy(Result result, MachineUse use) {
        double seconds =
                result.rounds().stream().mapToLong(round -> round.nanos()).sum() / NANOS;
        return use.busyTicks() / TICKS_A_SECOND / seconds;
    }

    private static String curve(Curve curve) {
        Table table = new Table("", curve.x(), curve.y());
        curve.series()
                .forEach(series -> series.points()
                        .forEach(point -> table.row(List.of(series.name(), Axis.label(point.x()), number(point.y())))));
        return heading(curve.title()) + paragraph(curve.description()) + Chart.lines(curve) + table.end();
    }

    private static String failure(Failure failure) {
        double last =
                failure.aroundMicros().stream().mapToLong(Long::longValue).max().orElse(0) / MICROS;
        double to = Math.max(1, Math.ceil(last));
        int[] counts = new int[FAILURE_PARTS];
        for (long micros : failure.aroundMicros()) {
            int part = (int) ((micros / MICROS + BEFORE_SECONDS) / (to + BEFORE_SECONDS) * FAILURE_PARTS);
            if (part >= 0 && part < FAILURE_PARTS) {
                counts[part]++;
            }
        }
        String gaps = failure.gapsMillis().stream().map(ReportPage::number).collect(Collectors.joining(", "));
        return heading("A writer is killed")
                + paragraph(failure.description())
                + paragraph("The others' clients went without a commit for at most " + gaps
                        + " ms after a kill. Before, 99.9 of 100 gaps were at most " + number(failure.healthyMillis())
                        + " ms. The longest is " + number(failure.ratio()) + " times that.")
                + Chart.timeline(
                        "commits of the other writers' clients; the kill is at 0 s", counts, -BEFORE_SECONDS, to, 0, 0);
    }
}
